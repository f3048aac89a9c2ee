import { arg, key, type Entry } from "../entry.ts";
import { amount0Between, amount1Between, rootAt } from "./ticks.ts";

const Q128 = 2n ** 128n;
const PARTS_IN_ONE = 1_000_000n;
/** Ticks of the bitmap's words: a swap takes a step at each, with a rounding of its own. */
const WORD = 256;

/** An amount of each token. */
export type Pair = readonly [bigint, bigint];

interface Tick {
  /** What a crossing upwards adds to the liquidity. */
  net: bigint;
  gross: bigint;
  /** Fees that were earned on the other side of it. */
  outside: Pair;
}

interface Range {
  liquidity: bigint;
  /** Growth of fees inside it at its last change. */
  last: Pair;
  owed: Pair;
}

const plus = (a: Pair, b: Pair): Pair => [a[0] + b[0], a[1] + b[1]];
const minus = (a: Pair, b: Pair): Pair => [a[0] - b[0], a[1] - b[1]];
const wrapped = (a: Pair): Pair => [BigInt.asUintN(256, a[0]), BigInt.asUintN(256, a[1])];

/** What a growth of fees is on a liquidity, rounded down. */
export const earned = (growth: Pair, since: Pair, liquidity: bigint): Pair => {
  const [zero, one] = wrapped(minus(growth, since));
  return [(zero * liquidity) / Q128, (one * liquidity) / Q128];
};

/** A Uniswap v3 pool, rebuilt from its events: price, liquidity, and the fees of every range to the wei. */
export class Pool {
  /** Root of token1 for token0, in Q96. */
  root = 0n;
  liquidity = 0n;
  #tick = 0;
  #growth: Pair = [0n, 0n];
  readonly #ticks = new Map<number, Tick>();
  readonly #ranges = new Map<string, Range>();
  readonly #spacing: number;
  readonly #fee: bigint;

  /** @param feeParts of a trade, in millionths */
  constructor(spacing: number, feeParts: bigint) {
    this.#spacing = spacing;
    this.#fee = feeParts;
  }

  /** Applies an event of the pool. @returns the fee of a swap, in the token that was paid */
  apply(entry: Entry): bigint {
    switch (entry.name) {
      case "Initialize":
        this.root = arg<bigint>(entry, "sqrtPriceX96");
        this.#tick = Number(arg<bigint>(entry, "tick"));
        break;
      case "Mint":
        this.#change(entry, arg<bigint>(entry, "amount"));
        break;
      case "Burn":
        this.#change(entry, -arg<bigint>(entry, "amount"));
        break;
      case "Collect": {
        const range = this.#range(entry);
        range.owed = minus(range.owed, amountsOf(entry));
        break;
      }
      case "Swap":
        return this.#swap(entry);
    }
    return 0n;
  }

  /** Growth of fees inside a range at its last change. */
  lastOf(owner: string, lower: number, upper: number): Pair {
    return this.#ranges.get(rangeKey(owner, lower, upper))?.last ?? [0n, 0n];
  }

  /** What a range has been owed beyond what it was paid, its fees up to now included. */
  owedTo(owner: string, lower: number, upper: number): Pair {
    const range = this.#ranges.get(rangeKey(owner, lower, upper));
    if (!range) return [0n, 0n];
    return plus(range.owed, earned(this.inside(lower, upper), range.last, range.liquidity));
  }

  /** Growth of fees inside two ticks up to now. */
  inside(lower: number, upper: number): Pair {
    const [low, high] = [this.#ticks.get(lower), this.#ticks.get(upper)];
    const below = this.#tick >= lower ? (low?.outside ?? [0n, 0n]) : minus(this.#growth, low?.outside ?? [0n, 0n]);
    const above = this.#tick < upper ? (high?.outside ?? [0n, 0n]) : minus(this.#growth, high?.outside ?? [0n, 0n]);
    return wrapped(minus(minus(this.#growth, below), above));
  }

  /** What a liquidity between two ticks is now, rounded down. */
  amountsOf(liquidity: bigint, lower: number, upper: number): Pair {
    const [low, high] = [rootAt(lower), rootAt(upper)];
    const at = this.#tick < lower ? low : this.#tick >= upper ? high : this.root;
    return [amount0Between(at, high, liquidity, false), amount1Between(low, at, liquidity, false)];
  }

  #change(entry: Entry, delta: bigint): void {
    const [lower, upper] = ticksOf(entry);
    for (const [tick, sign] of [
      [lower, 1n],
      [upper, -1n],
    ] as const)
      if (delta !== 0n) this.#grow(tick, delta, sign);
    const range = this.#range(entry);
    const inside = this.inside(lower, upper);
    range.owed = plus(range.owed, earned(inside, range.last, range.liquidity));
    if (delta < 0n) range.owed = plus(range.owed, amountsOf(entry));
    range.last = inside;
    range.liquidity += delta;
    if (lower <= this.#tick && this.#tick < upper) this.liquidity += delta;
    for (const tick of [lower, upper]) if (this.#ticks.get(tick)?.gross === 0n) this.#ticks.delete(tick);
  }

  #grow(at: number, delta: bigint, sign: bigint): void {
    const outside: Pair = at <= this.#tick ? this.#growth : [0n, 0n];
    const tick = this.#ticks.get(at) ?? { net: 0n, gross: 0n, outside };
    tick.net += sign * delta;
    tick.gross += delta;
    this.#ticks.set(at, tick);
  }

  /** Goes the way of a swap step by step. What the payer paid beyond what the steps took is the fee of the last one. */
  #swap(entry: Entry): bigint {
    const paid = amountsOf(entry);
    const end = arg<bigint>(entry, "sqrtPriceX96");
    const side = end < this.root || (end === this.root && paid[0] > 0n) ? 0 : 1;
    const between = side === 0 ? amount0Between : amount1Between;
    let unaccounted = paid[side];
    const whole = unaccounted;
    let fees = 0n;
    const collect = (fee: bigint): void => {
      unaccounted -= fee;
      fees += fee;
      if (this.liquidity === 0n) return;
      const grown = (fee * Q128) / this.liquidity;
      this.#growth = wrapped(plus(this.#growth, side === 0 ? [grown, 0n] : [0n, grown]));
    };
    while (this.root !== end) {
      const next = this.#next(side === 0);
      const edge = rootAt(next);
      const stops = side === 0 ? edge < end : edge > end;
      const taken = between(this.root, stops ? end : edge, this.liquidity, true);
      unaccounted -= taken;
      const isLast = stops || edge === end;
      collect(isLast ? unaccounted : (taken * this.#fee + PARTS_IN_ONE - this.#fee - 1n) / (PARTS_IN_ONE - this.#fee));
      this.root = stops ? end : edge;
      if (!stops) this.#cross(next, side === 0);
    }
    // too little for the price to move is all fee
    if (unaccounted === whole && whole > 0n) collect(whole);
    this.#tick = Number(arg<bigint>(entry, "tick"));
    this.liquidity = arg<bigint>(entry, "liquidity");
    return fees;
  }

  /** The next tick on the way: one with liquidity, or the end of the bitmap's word. */
  #next(downwards: boolean): number {
    const compressed = Math.floor(this.#tick / this.#spacing);
    const from = downwards ? compressed : compressed + 1;
    const word = Math.floor(from / WORD) * WORD;
    const edge = downwards ? word : word + WORD - 1;
    for (let at = from; downwards ? at >= edge : at <= edge; at += downwards ? -1 : 1)
      if (this.#ticks.has(at * this.#spacing)) return at * this.#spacing;
    return Math.max(-887_272, Math.min(887_272, edge * this.#spacing));
  }

  #cross(at: number, downwards: boolean): void {
    const tick = this.#ticks.get(at);
    if (tick) {
      tick.outside = wrapped(minus(this.#growth, tick.outside));
      this.liquidity += downwards ? -tick.net : tick.net;
    }
    this.#tick = downwards ? at - 1 : at;
  }

  #range(entry: Entry): Range {
    const at = rangeKey(arg<string>(entry, "owner"), ...ticksOf(entry));
    const range = this.#ranges.get(at) ?? { liquidity: 0n, last: [0n, 0n] as Pair, owed: [0n, 0n] as Pair };
    this.#ranges.set(at, range);
    return range;
  }
}

export function amountsOf(entry: Entry): Pair {
  return [arg<bigint>(entry, "amount0"), arg<bigint>(entry, "amount1")];
}

export function ticksOf(entry: Entry): [number, number] {
  return [Number(arg<bigint>(entry, "tickLower")), Number(arg<bigint>(entry, "tickUpper"))];
}

function rangeKey(owner: string, lower: number, upper: number): string {
  return key(owner, String(lower), String(upper));
}
