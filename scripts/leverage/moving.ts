import { squareRoot } from "../../model/shared/uint.ts";
import { incentiveWad } from "./leverage.ts";
import { WAD } from "../lib/units.ts";

const BPS = 10_000n;
/** Blocks of half an hour, the window of the TWAP. */
const WINDOW_BLOCKS = 150n;
const MOVES_BPS = [100n, 500n, 1_000n] as const;

/** What it costs to lower the TWAP of a pool over all prices, and what a market that believes it pays; in wei. */
export interface Moving {
  readonly moveBps: bigint;
  /** LRT to sell at once */
  readonly sold: bigint;
  /** what is lost when others buy it back at once: the least that the price costs, if nobody else trades for a window */
  readonly costOnce: bigint;
  /** the same where others buy back in each block of the window */
  readonly costHeld: bigint;
  /** from liquidating all that was lent, at the moved price, of collateral that is worth what it was */
  readonly profit: bigint;
}

/**
 * @param depth wei of either side of the pool, at a price of 1
 * @param lent wei of debt that the move makes unhealthy
 */
export function movingOf(moveBps: bigint, lltvBps: bigint, depth: bigint, lent: bigint): Moving {
  const rootWad = squareRoot((BPS - moveBps) * 10n ** 32n);
  const sold = (depth * WAD) / rootWad - depth;
  const costOnce = sold - (depth - (depth * rootWad) / WAD);
  const profit = (lent * incentiveWad(lltvBps) * BPS) / (BPS - moveBps) / WAD - lent;
  return { moveBps, sold, costOnce, costHeld: costOnce * WINDOW_BLOCKS, profit };
}

/** A fall of 1, 5 and 10 %. */
export const movingsOf = (lltvBps: bigint, depth: bigint, lent: bigint): Moving[] =>
  MOVES_BPS.map((move) => movingOf(move, lltvBps, depth, lent));
