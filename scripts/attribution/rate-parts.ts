import { VIRTUAL } from "../../model/5-lrt/accounting/share-price.ts";
import type { Totals } from "./books.ts";

/** Digits that parts are kept in: 18 more than a rate is shown with, so that nothing shown is lost to rounding. */
export const E36 = 10n ** 36n;

/** ETH for one LRT at a total, in 1e-36, rounded down. */
export function price(total: bigint, supply: bigint): bigint {
  return ((total + VIRTUAL) * E36) / (supply + VIRTUAL);
}

export interface Part {
  readonly cause: string;
  readonly e36: bigint;
  /** Names of the events it comes from, and how many there were. */
  readonly events: ReadonlyMap<string, number>;
}

/**
 * The deposit price (T + U per share) as a sum of parts, one a cause. Each part is the price after an event less the
 * price before it, by the vault's own formula: so the parts telescope, and their sum is the price, to the last digit.
 */
export class RateParts {
  readonly #parts = new Map<string, { e36: bigint; events: Map<string, number> }>();
  #total = 0n;
  #supply = 0n;

  /** T + U and the supply changed by `deltaTotal` and `deltaSupply`, because of `cause`, as `event` says. */
  move(cause: string, event: string, deltaTotal: bigint, deltaSupply = 0n): void {
    const before = price(this.#total, this.#supply);
    this.#total += deltaTotal;
    this.#supply += deltaSupply;
    const part = this.#parts.get(cause) ?? { e36: 0n, events: new Map<string, number>() };
    part.e36 += price(this.#total, this.#supply) - before;
    part.events.set(event, (part.events.get(event) ?? 0) + 1);
    this.#parts.set(cause, part);
  }

  get total(): bigint {
    return this.#total;
  }

  /** Parts of the exit price: those of the deposit price, what lone syncs have found lost, and what has not dripped. */
  exitParts({ recognised, lockedProfit, supply }: Totals): Part[] {
    const pendingPart = price(recognised + lockedProfit, supply) - price(this.#total, this.#supply);
    const lockedProfitPart = price(recognised, supply) - price(recognised + lockedProfit, supply);
    return [
      ...[...this.#parts].map(([cause, part]) => ({ cause, ...part })),
      ...(pendingPart === 0n ? [] : [{ cause: "pending", e36: pendingPart, events: new Map() }]),
      { cause: "lockedProfit", e36: lockedProfitPart, events: new Map() },
    ];
  }
}
