/** Prices and amounts of Uniswap v3, with its roundings. Square roots of prices are in Q96: times 2^96. */

const Q32 = 2n ** 32n;
const Q96 = 2n ** 96n;
const Q128 = 2n ** 128n;
/** Binary digits in which the powers below are computed. */
const DIGITS = 512n;

/** 1.0001^(−2^i / 2) in Q128, rounded to nearest, for every digit i that a tick can have. */
const POWERS: readonly bigint[] = powers();

function powers(): bigint[] {
  const found: bigint[] = [];
  let power = squareRoot((10_000n << (2n * DIGITS)) / 10_001n);
  for (let digit = 0; digit < 20; digit++) {
    found.push((power + (1n << (DIGITS - 129n))) >> (DIGITS - 128n));
    power = (power * power) >> DIGITS;
  }
  return found;
}

function squareRoot(square: bigint): bigint {
  let root = 1n << BigInt((square.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + square / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

const divUp = (value: bigint, by: bigint): bigint => (value + by - 1n) / by;

/** The root of the price at a tick, rounded up. */
export function rootAt(tick: number): bigint {
  let inverse = Q128;
  for (let digit = 0, rest = Math.abs(tick); rest > 0; digit++, rest >>= 1)
    if (rest % 2 === 1) inverse = (inverse * POWERS[digit]!) >> 128n;
  return divUp(tick > 0 ? (2n ** 256n - 1n) / inverse : inverse, Q32);
}

/** Token0 between two roots of prices. @param up rounded against who pays */
export function amount0Between(from: bigint, to: bigint, liquidity: bigint, up: boolean): bigint {
  const [low, high] = from < to ? [from, to] : [to, from];
  const product = (liquidity << 96n) * (high - low);
  return up ? divUp(divUp(product, high), low) : product / high / low;
}

/** Token1 between two roots of prices. @param up rounded against who pays */
export function amount1Between(from: bigint, to: bigint, liquidity: bigint, up: boolean): bigint {
  const product = liquidity * (from < to ? to - from : from - to);
  return up ? divUp(product, Q96) : product / Q96;
}
