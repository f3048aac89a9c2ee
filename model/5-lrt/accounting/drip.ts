import { min, mulDivDown } from "../../shared/uint.ts";

/** U flows into T along one straight line, all of it by its end. */

export const released = (lockedProfit: bigint, from: bigint, end: bigint, timestamp: bigint): bigint =>
  timestamp >= end ? lockedProfit : mulDivDown(lockedProfit, timestamp - from, end - from);

/**
 * End of the line after a gain that by itself would flow in `ownSeconds` has joined what is left. Its slope is the
 * greatest of three: the older line's, the gain's own, and all of it over a whole period.
 */
export function joined(
  left: bigint,
  end: bigint,
  gain: bigint,
  ownSeconds: bigint,
  period: bigint,
  timestamp: bigint,
): bigint {
  if (gain === 0n) return end;
  const all = left + gain;
  const alone = min(period, mulDivDown(all, ownSeconds, gain));
  if (left === 0n) return timestamp + alone;
  return timestamp + min(alone, end > timestamp ? mulDivDown(all, end - timestamp, left) : 0n);
}
