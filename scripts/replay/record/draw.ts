import fc from "fast-check";

/** A source of choices that a seed determines. */
export interface Draw {
  /** A whole number below `count`. */
  readonly below: (count: number) => number;
  readonly one: <T>(items: readonly T[]) => T;
  /** Some of the items, at least one, in their order. */
  readonly some: <T>(items: readonly T[]) => T[];
  /** True once in `count` draws. */
  readonly rarely: (count: number) => boolean;
  /** An amount of any size: some wei, a round one, or an odd one up to `most`. */
  readonly amount: (most: bigint) => bigint;
  /** Mostly an amount; now and then a number at the end of what a word holds. */
  readonly wild: (most: bigint) => bigint;
}

const BATCH = 4_096;

export function drawFrom(seed: number): Draw {
  let batch: number[] = [];
  let batches = 0;
  return drawBy(() => {
    if (batch.length === 0) batch = fc.sample(fc.nat(), { seed: seed + batches++, numRuns: BATCH });
    return batch.pop() as number;
  });
}

/** A source of choices that a source of whole numbers below 2^31 determines. */
export function drawBy(word: () => number): Draw {
  const below = (count: number) => word() % count;
  const one = <T>(items: readonly T[]): T => items[below(items.length)] as T;
  const some = <T>(items: readonly T[]): T[] => {
    const chosen = items.filter(() => below(2) === 0);
    return chosen.length > 0 ? chosen : [one(items)];
  };
  const amount = (most: bigint): bigint => {
    const kind = below(4);
    if (kind === 0) return BigInt(1 + below(9));
    if (kind === 1) return most / BigInt(1 + below(10));
    const odd = (BigInt(word()) << 62n) + (BigInt(word()) << 31n) + BigInt(word());
    return 1n + (odd % most);
  };
  const wild = (most: bigint): bigint => (below(6) === 0 ? 2n ** BigInt(128 * (1 + below(2))) - 1n : amount(most));
  return { below, one, some, amount, wild, rarely: (count) => below(count) === 0 };
}
