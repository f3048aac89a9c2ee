import { byOrder, labelOf, layerOf, type Layer } from "../causes.ts";
import { VIRTUAL } from "../../../model/5-lrt/accounting/share-price.ts";
import type { Totals } from "../books.ts";
import { E36 } from "../rate-parts.ts";
import type { RateNow } from "./account.ts";
import type { Accrual } from "./loans.ts";
import type { Positions } from "./positions.ts";

/** What one cause has brought or taken. */
interface PositionPart {
  readonly cause: string;
  readonly label: string;
  readonly layer: Layer;
  readonly wei: bigint;
}

/** Somebody's LRT, wherever it lies, and why it is worth what it is. In wei: gained = value + taken out − put in = the parts. */
export interface PositionStory {
  /** In hand, in the queue, pledged and in the pool. */
  readonly lrt: bigint;
  /** At the exit rate: LRT, and what is claimable, lent and in the pool, less debts. */
  readonly valueWei: bigint;
  /** Taken out less put in so far. */
  readonly takenWei: bigint;
  readonly gainedWei: bigint;
  /** By layer, from below, none of them 0. */
  readonly parts: readonly PositionPart[];
  /** The same at the pool's price; undefined while the pool is empty. */
  readonly market: { readonly priceWad: bigint; readonly valueWei: bigint; readonly discountWei: bigint } | undefined;
}

/** When a position is looked at: the totals and the rate, and what markets have not accrued yet. */
export interface Look {
  readonly totals: Totals;
  readonly rate: RateNow;
  readonly accruals: ReadonlyMap<string, Accrual>;
}

const floor = (e36: bigint): bigint => (e36 >= 0n ? e36 / E36 : -((-e36 + E36 - 1n) / E36));

/**
 * Somebody's position. Parts are kept in 1e-36 wei; each is shown as the rounded sum up to it less the rounded sum before, so
 * that what is shown adds up. Two floors remain, of the value and of what was given away: they are roundings as well.
 */
export function positionOf(positions: Positions, account: string, { totals, rate, accruals }: Look): PositionStory {
  const books = positions.account(account);
  books.mark(rate);
  const { earnedWei, paidWei } = positions.loans.pending(account, accruals);
  const wei = books.wei + earnedWei - paidWei;
  const valueWei = (books.lrt * (totals.recognised + VIRTUAL)) / (totals.supply + VIRTUAL) + wei;
  const takenWei = floor(books.cashE36);
  const gainedWei = valueWei + takenWei;
  const sums = new Map(books.parts);
  const add = (cause: string, e36: bigint): void => void sums.set(cause, (sums.get(cause) ?? 0n) + e36);
  add("interestEarned", earnedWei * E36);
  add("interestPaid", -paidWei * E36);
  const all = [...sums.values()].reduce((sum, e36) => sum + e36, 0n);
  add("rounding", gainedWei * E36 - all);
  return {
    lrt: books.lrt,
    valueWei,
    takenWei,
    gainedWei,
    parts: shown(sums),
    market: atMarket(positions, books.lrt, wei, valueWei),
  };
}

function shown(sums: ReadonlyMap<string, bigint>): PositionPart[] {
  let level = 0n;
  return [...sums]
    .sort(([a], [b]) => byOrder(a, b))
    .map(([cause, e36]) => {
      const before = floor(level);
      level += e36;
      return { cause, label: labelOf(cause), layer: layerOf(cause), wei: floor(level) - before };
    })
    .filter(({ wei }) => wei !== 0n);
}

function atMarket({ pool }: Positions, lrt: bigint, wei: bigint, valueWei: bigint): PositionStory["market"] {
  const priceE36 = pool.priceE36;
  if (priceE36 === undefined) return undefined;
  const marketWei = floor(lrt * priceE36) + wei;
  return { priceWad: priceE36 / 10n ** 18n, valueWei: marketWei, discountWei: marketWei - valueWei };
}
