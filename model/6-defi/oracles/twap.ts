import { check } from "../../shared/revert.ts";

/** A pool's price over a window: 1.0001 to the mean tick, in Morpho's scale. */

/** The first at which the price is beyond a hundred, or below a hundredth. */
const GREATEST_TICK = 46_054n;
const RAY = 10n ** 27n;

/**
 * Mean tick of the LRT's price in the other token, rounded down.
 *
 * @param sum of the pool's ticks over the window, a second each
 * @param isLrtFirst whether the LRT is the pool's first token, of which ticks are the price
 */
export function meanTick(sum: bigint, windowSeconds: bigint, isLrtFirst: boolean): bigint {
  const own = isLrtFirst ? sum : -sum;
  const towardsZero = own / windowSeconds;
  return own % windowSeconds < 0n ? towardsZero - 1n : towardsZero;
}

/** Reverts where no price is believed. */
export function priceAtTick(tick: bigint): bigint {
  check(tick <= GREATEST_TICK && tick >= -GREATEST_TICK, "PriceOutOfReach", tick);
  const rising = powerRay((10_001n * RAY) / 10_000n, tick < 0n ? -tick : tick);
  return tick < 0n ? (RAY * 10n ** 36n) / rising : rising * 10n ** 9n;
}

/** By squaring, each product rounded to the nearest. */
function powerRay(baseRay: bigint, exponent: bigint): bigint {
  let [power, square] = [RAY, baseRay];
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) power = timesRay(power, square);
    square = timesRay(square, square);
  }
  return power;
}

const timesRay = (left: bigint, right: bigint): bigint => (left * right + RAY / 2n) / RAY;
