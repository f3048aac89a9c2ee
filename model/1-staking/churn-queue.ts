import { ceilDiv } from "../shared/uint.ts";
import type { Churn } from "./state.ts";

/**
 * Each epoch lets so much balance through, first come first served: an amount that does not fit takes what is left and as
 * many whole epochs more as it needs. Where an epoch takes only so many amounts, the next begins afresh.
 */
export function place(
  queue: Churn,
  earliestEpoch: bigint,
  churnGwei: bigint,
  amountGwei: bigint,
  most?: bigint,
): Churn {
  let { epoch, leftGwei, count } = queue;
  const isFull = most !== undefined && count >= most;
  if (epoch < earliestEpoch) [epoch, leftGwei, count] = [earliestEpoch, churnGwei, 0n];
  else if (isFull) [epoch, leftGwei, count] = [epoch + 1n, churnGwei, 0n];
  if (amountGwei > leftGwei) {
    const more = ceilDiv(amountGwei - leftGwei, churnGwei);
    [epoch, leftGwei, count] = [epoch + more, leftGwei + more * churnGwei, 0n];
  }
  return { epoch, leftGwei: leftGwei - amountGwei, count: count + 1n, total: queue.total + 1n };
}
