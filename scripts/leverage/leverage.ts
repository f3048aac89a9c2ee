import { collateralFor, incentiveFactor } from "../../model/6-defi/liquidation/incentive.ts";
import { boundedPrice, lowerPrice } from "../../model/6-defi/oracles/oracles.ts";
import { ceilDiv } from "../../model/shared/uint.ts";
import { WAD } from "../lib/units.ts";

/**
 * What leverage does to a holder of the LRT: a position of one ETH of equity, in wad. Pure; the corners are checked on the
 * chain (test/6-defi/leverage.test.ts).
 */

const BPS = 10_000n;

/** By which price a market lends. */
export const ORACLES = ["backing", "market", "lower", "bounded"] as const;
export type Oracle = (typeof ORACLES)[number];

export interface Terms {
  /** greatest debt as a part of the collateral's value, in basis points */
  readonly lltvBps: bigint;
  /** what the LRT earns in a year, net of its fees */
  readonly yieldBps: bigint;
  /** what a loan costs in a year */
  readonly rateBps: bigint;
  readonly oracle: Oracle;
  /** by how much the market may lower the bounded oracle's price */
  readonly boundBps: bigint;
}

export interface Position {
  readonly leverageBps: bigint;
  /** a year on the equity, while nothing happens */
  readonly netYieldBps: bigint;
  /** ETH for 1 LRT, of one worth 1 ETH now, by the market's oracle; 0 without debt */
  readonly liquidationPriceWad: bigint;
  /** part by which the oracle's price may fall before */
  readonly distanceBps: bigint;
}

/** What becomes of it when the LRT loses a part of its backing and trades below the rest. */
export interface Outcome {
  readonly depegBps: bigint;
  readonly slashBps: bigint;
  readonly liquidated: boolean;
  /** of one ETH of equity, at the exit price; after a liquidation, what the borrower keeps */
  readonly leftWad: bigint;
  /** what the lenders lose */
  readonly badDebtWad: bigint;
}

const wadOf = (bps: bigint): bigint => (bps * WAD) / BPS;

/** What a liquidation pays for a debt at a limit, in wad. */
export const incentiveWad = (lltvBps: bigint): bigint => incentiveFactor(wadOf(lltvBps));

/** Leverage at which a position is at its limit at once. */
export const greatestLeverageBps = (lltvBps: bigint): bigint => (BPS * BPS) / (BPS - lltvBps);

/** The largest loss after which a position at its limit leaves no bad debt: 1 − LLTV × incentive, rounded down. */
export const survivedBps = (lltvBps: bigint): bigint => BPS - ceilDiv(lltvBps * incentiveWad(lltvBps), WAD);

/** A position that nothing has happened to. */
export function positionAt(leverageBps: bigint, { lltvBps, yieldBps, rateBps }: Terms): Position {
  const debtBps = leverageBps - BPS;
  const liquidationPriceWad = ceilDiv(debtBps * BPS * WAD, leverageBps * lltvBps);
  return {
    leverageBps,
    netYieldBps: (leverageBps * yieldBps - debtBps * rateBps) / BPS,
    liquidationPriceWad,
    distanceBps: BPS - ceilDiv(liquidationPriceWad * BPS, WAD),
  };
}

/** The oracle's price for an LRT that was worth 1 ETH. */
function priceWad({ oracle, boundBps }: Terms, depegBps: bigint, slashBps: bigint): bigint {
  const backing = wadOf(BPS - slashBps);
  const market = (backing * (BPS - depegBps)) / BPS;
  if (oracle === "backing") return backing;
  return oracle === "bounded" ? boundedPrice(backing, market, boundBps) : lowerPrice(backing, market);
}

/** The same position after a slash and a de-peg. */
export function outcomeOf(leverageBps: bigint, terms: Terms, depegBps: bigint, slashBps: bigint): Outcome {
  const collateral = (leverageBps * WAD) / BPS;
  const debt = collateral - WAD;
  const backing = wadOf(BPS - slashBps);
  const price = priceWad(terms, depegBps, slashBps);
  const base = { depegBps, slashBps };
  const liquidated = debt * BPS * WAD > collateral * price * terms.lltvBps;
  if (!liquidated) {
    return { ...base, liquidated, leftWad: (collateral * backing) / WAD - debt, badDebtWad: 0n };
  }
  const wanted = price === 0n ? collateral + 1n : collateralFor(debt, wadOf(terms.lltvBps), price * WAD);
  if (wanted <= collateral) {
    return { ...base, liquidated, leftWad: ((collateral - wanted) * backing) / WAD, badDebtWad: 0n };
  }
  const repaid = (collateral * price) / incentiveWad(terms.lltvBps);
  return { ...base, liquidated, leftWad: 0n, badDebtWad: debt - repaid };
}

/** Part of the price that a sale of `amount` into a pool over all prices costs, with `depth` on either side. */
export const impactBps = (amount: bigint, depth: bigint): bigint => ceilDiv(amount * BPS, amount + depth);

/**
 * The largest de-peg at which a liquidation still pays that sells in the pool, rounded down: what is seized is worth the
 * incentive at the oracle's price, and brings the market's less the impact. All of it where the oracle follows the market;
 * undefined where the impact alone takes the incentive.
 */
export function paysToDepegBps(
  oracle: Oracle,
  { lltvBps, boundBps, impactBps: impact }: { lltvBps: bigint; boundBps: bigint; impactBps: bigint },
): bigint | undefined {
  const brings = (BPS - impact) * incentiveWad(lltvBps);
  if (brings < BPS * WAD) return undefined;
  if (oracle === "market" || oracle === "lower") return BPS;
  const least = oracle === "backing" ? BPS : BPS - boundBps;
  return BPS - ceilDiv(least * BPS * WAD, brings);
}
