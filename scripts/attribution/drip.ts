/** The drip of gains as the vault computes it (`Drip.sol`): one straight line from the last accrual to its end. */

const min = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** What flows out of `lockedProfit` between `from` and `at`, rounded down; all of it from `end` on. */
export function releasedDown(lockedProfit: bigint, from: bigint, end: bigint, at: bigint): bigint {
  return at >= end ? lockedProfit : (lockedProfit * (at - from)) / (end - from);
}

export interface Joining {
  /** What was still to flow, along a line to `end`. */
  readonly left: bigint;
  readonly end: bigint;
  readonly gain: bigint;
  /** In which the gain by itself would flow. */
  readonly ownSeconds: bigint;
  readonly period: bigint;
  readonly at: bigint;
}

/** End of the line after a gain has joined what is left. */
export function joinedEnd({ left, end, gain, ownSeconds, period, at }: Joining): bigint {
  if (gain === 0n) return end;
  const all = left + gain;
  let seconds = min(period, (all * ownSeconds) / gain);
  if (left !== 0n) seconds = min(seconds, end > at ? (all * (end - at)) / left : 0n);
  return at + seconds;
}
