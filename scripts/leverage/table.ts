import { type Oracle, type Outcome, outcomeOf, positionAt, type Terms } from "./leverage.ts";
import { textTable } from "../lib/text-table.ts";
import type { Moving } from "./moving.ts";
import { greatestLeverageBps, impactBps, incentiveWad, ORACLES, paysToDepegBps, survivedBps } from "./leverage.ts";
import { WAD } from "../lib/units.ts";

const DEPEGS_BPS = [0n, 200n, 500n, 1_000n, 2_000n] as const;
const SLASHES_BPS = [0n, 500n, 1_000n, 2_000n, 5_000n] as const;
const LLTVS_BPS = [8_600n, 9_150n, 9_450n] as const;
const STEP_BPS = 5_000n;

/** One leverage with all that may become of it. */
export interface Row extends ReturnType<typeof positionAt> {
  readonly outcomes: readonly Outcome[];
}

/** A limit of a market, and what it survives. */
export interface Buffer {
  readonly lltvBps: bigint;
  readonly incentiveWad: bigint;
  /** the largest loss at once that leaves no bad debt of a position at its limit */
  readonly survivedBps: bigint;
  /** what one service may take at once, by the vault's own caps */
  readonly capBps: bigint;
  readonly isCapAbove: boolean;
  /** what selling the collateral into the pool costs */
  readonly impactBps: bigint;
  /** whether the incentive pays for that */
  readonly paysInPool: boolean;
  /** by oracle, the largest de-peg at which it still pays; none where it never does */
  readonly paysToDepegBps: Readonly<Record<Oracle, bigint | undefined>>;
}

export interface Pool {
  /** ETH on either side */
  readonly depth: bigint;
  /** collateral to be sold at once, in ETH */
  readonly sold: bigint;
}

/** Leverage from 1 to the limit, in halves, or one. */
export function rowsOf(terms: Terms, only?: bigint): Row[] {
  const most = greatestLeverageBps(terms.lltvBps);
  const all: bigint[] = [];
  for (let leverage = 10_000n; leverage < most; leverage += STEP_BPS) all.push(leverage);
  return (only === undefined ? all : [only]).map((leverage) => ({
    ...positionAt(leverage, terms),
    outcomes: SLASHES_BPS.flatMap((slash) => DEPEGS_BPS.map((depeg) => outcomeOf(leverage, terms, depeg, slash))),
  }));
}

/** Each limit of the markets beside the cap and the pool. */
export function buffersOf(capBps: bigint, { depth, sold }: Pool, boundBps: bigint): Buffer[] {
  return LLTVS_BPS.map((lltvBps) => {
    const survived = survivedBps(lltvBps);
    const impact = impactBps(sold, depth);
    const factor = incentiveWad(lltvBps);
    return {
      lltvBps,
      incentiveWad: factor,
      survivedBps: survived,
      capBps,
      isCapAbove: capBps > survived,
      impactBps: impact,
      paysInPool: (10_000n - impact) * factor >= 10_000n * WAD,
      paysToDepegBps: Object.fromEntries(
        ORACLES.map((oracle) => [oracle, paysToDepegBps(oracle, { lltvBps, boundBps, impactBps: impact })]),
      ) as Buffer["paysToDepegBps"],
    };
  });
}

const percent = (bps: bigint): string => `${(Number(bps) / 100).toFixed(2)} %`;
const times = (bps: bigint): string => `${(Number(bps) / 10_000).toFixed(1)} x`;
const eth = (wad: bigint): string => (Number(wad) / 1e18).toFixed(3);

const depegText = (bps: bigint | undefined): string =>
  bps === undefined ? "never" : bps === 10_000n ? "any" : percent(bps);

interface Tables {
  readonly rows: readonly Row[];
  readonly buffers: readonly Buffer[];
  readonly movings: readonly Moving[];
}

/** The tables as text; `red` marks what is worse than it should be. */
export function leverageText({ rows, buffers, movings }: Tables, red: (text: string) => string): string[] {
  const marked = (cells: string[], isBad: boolean): string[] => (isBad ? cells.map(red) : cells);
  const leverages = rows.map((row) => [
    times(row.leverageBps),
    percent(row.netYieldBps),
    row.liquidationPriceWad === 0n ? "never" : `${eth(row.liquidationPriceWad)} ETH`,
    row.liquidationPriceWad === 0n ? "" : percent(row.distanceBps),
  ]);
  const survived = buffers.map((one) =>
    marked(
      [
        percent(one.lltvBps),
        eth(one.incentiveWad),
        percent(one.survivedBps),
        percent(one.capBps),
        percent(one.impactBps),
        ...ORACLES.map((oracle) => depegText(one.paysToDepegBps[oracle])),
      ],
      one.isCapAbove,
    ),
  );
  const moved = movings.map((one) =>
    marked(
      [percent(one.moveBps), ...[one.sold, one.costOnce, one.costHeld, one.profit].map(eth)],
      one.profit > one.costHeld,
    ),
  );
  return [
    ...numbers([["leverage", "yield a year", "liquidated at", "distance"], ...leverages]),
    ...rows.flatMap((row) => ["", ...leftOf(row, red)]),
    "",
    "The largest loss at once that a market survives, for positions at their limit:",
    ...numbers([["limit", "incentive", "survives", "one service", "sale costs", ...ORACLES], ...survived]),
    "  (under each oracle: the largest de-peg at which a liquidation that sells in the pool still pays)",
    "",
    "Lowering a TWAP of half an hour, in ETH, in a pool over all prices, and what liquidating all that was lent brings:",
    ...numbers([["move", "to sell", "if nobody trades", "if all buy back", "brings"], ...moved]),
  ];
}

/** What a position is worth after each slash and each de-peg. */
function leftOf({ leverageBps, outcomes }: Row, red: (text: string) => string): string[] {
  const lines = SLASHES_BPS.map((slash) => [
    percent(slash),
    ...outcomes
      .filter(({ slashBps }) => slashBps === slash)
      .map(({ badDebtWad, liquidated, leftWad }) => {
        const text = `${eth(leftWad)}${badDebtWad > 0n ? "!" : liquidated ? "*" : " "}`;
        return badDebtWad > 0n ? red(text) : text;
      }),
  ]);
  return [
    `What is left of 1 ETH at ${times(leverageBps)} (* liquidated, ! bad debt), by slash downwards and de-peg:`,
    ...numbers([["slash", ...DEPEGS_BPS.map(percent)], ...lines]),
  ];
}

/** A table of nothing but numbers. */
function numbers(rows: readonly (readonly string[])[]): string[] {
  return textTable(rows, { right: rows[0]!.map((_, column) => column), indent: "  " });
}
