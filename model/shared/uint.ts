import { PANIC, panic, Revert } from "./revert.ts";

/** Arithmetic as Solidity checks it: unsigned, 256 bits unless said otherwise, Panic(0x11) outside. */

const LIMIT_256 = 1n << 256n;

const limit = (bits: bigint): bigint => (bits === 256n ? LIMIT_256 : 1n << bits);

export function add(left: bigint, right: bigint, bits = 256n): bigint {
  const sum = left + right;
  return sum < limit(bits) ? sum : panic(PANIC.arithmetic);
}

export function sub(left: bigint, right: bigint): bigint {
  return left >= right ? left - right : panic(PANIC.arithmetic);
}

export function mul(left: bigint, right: bigint): bigint {
  const product = left * right;
  return product < LIMIT_256 ? product : panic(PANIC.arithmetic);
}

export function div(left: bigint, right: bigint): bigint {
  return right === 0n ? panic(PANIC.divisionByZero) : left / right;
}

/** The number itself if it fits, else the error of a checked cast. */
export function toUint(bits: bigint, value: bigint): bigint {
  if (value >= limit(bits)) throw new Revert("SafeCastOverflowedUintDowncast", [bits, value]);
  return value;
}

/** The same for a signed word of 256 bits. */
export function toInt256(value: bigint): bigint {
  if (value >= limit(255n)) throw new Revert("SafeCastOverflowedUintToInt", [value]);
  return value;
}

/** ⌊x·y / denominator⌋ with a product of any size: Panic(0x12) for 0, Panic(0x11) for a result beyond 256 bits. */
export function mulDivDown(x: bigint, y: bigint, denominator: bigint): bigint {
  if (denominator === 0n) panic(PANIC.divisionByZero);
  const quotient = (x * y) / denominator;
  return quotient < LIMIT_256 ? quotient : panic(PANIC.arithmetic);
}

/** ⌈x·y / denominator⌉, the same way. */
export function mulDivUp(x: bigint, y: bigint, denominator: bigint): bigint {
  if (denominator === 0n) panic(PANIC.divisionByZero);
  const product = x * y;
  const down = product / denominator;
  const quotient = down * denominator === product ? down : down + 1n;
  return quotient < LIMIT_256 ? quotient : panic(PANIC.arithmetic);
}

export const min = (left: bigint, right: bigint): bigint => (left < right ? left : right);

export const max = (left: bigint, right: bigint): bigint => (left > right ? left : right);

/** The difference, or 0 where there is none. */
export const saturatingSub = (left: bigint, right: bigint): bigint => (left > right ? left - right : 0n);

export const ceilDiv = (left: bigint, right: bigint): bigint => mulDivUp(left, 1n, right);

/** ⌊√of⌋ */
export function squareRoot(of: bigint): bigint {
  let [root, next] = [of, (of + 1n) / 2n];
  while (next < root) [root, next] = [next, (next + of / next) / 2n];
  return root;
}

/** A signed number if it fits, else the error of a checked cast. */
export function toInt(bits: bigint, value: bigint): bigint {
  const half = limit(bits - 1n);
  if (value >= half || value < -half) throw new Revert("SafeCastOverflowedIntDowncast", [bits, value]);
  return value;
}
