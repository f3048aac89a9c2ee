import { RewardsRefused } from "./refused.ts";

/** A strategy and its weight in a submission, 1e18 = 1. */
export interface Weight {
  strategy: string;
  multiplier: bigint;
}

interface Common {
  avs: string;
  /** The operator set's key. */
  set: string;
  weights: Weight[];
  token: string;
  startTimestamp: bigint;
  durationSeconds: bigint;
}

/** What a service funded, as the coordinator's events have it (fees are off already). Amounts in wei of the token. */
export type Submission =
  | (Common & { kind: "unique" | "total"; amount: bigint })
  | (Common & { kind: "directed"; operatorRewards: { operator: string; amount: bigint }[] });

/** All that a submission holds, in wei of its token. */
export function fundedBy(submission: Submission): bigint {
  if (submission.kind !== "directed") return submission.amount;
  return submission.operatorRewards.reduce((sum, { amount }) => sum + amount, 0n);
}

/** One slice of a submission's time, whose stakes are those at its beginning. */
export interface Slice {
  timestamp: bigint;
  index: bigint;
  count: bigint;
}

/**
 * Cuts a submission into slices of `cadenceSeconds` and gives those that have ended by `until`.
 *
 * @throws RewardsRefused when the duration is no multiple of the cadence.
 */
export function slicesOf(submission: Submission, cadenceSeconds: bigint, until: bigint): Slice[] {
  const { startTimestamp, durationSeconds } = submission;
  if (durationSeconds % cadenceSeconds !== 0n) {
    throw new RewardsRefused(
      `a submission over ${durationSeconds} s cannot be cut into slices of ${cadenceSeconds} s: pass --cadence with a divisor`,
    );
  }
  const count = durationSeconds / cadenceSeconds;
  const slices: Slice[] = [];
  for (let index = 0n; index < count; ++index) {
    const timestamp = startTimestamp + index * cadenceSeconds;
    if (timestamp + cadenceSeconds <= until) slices.push({ timestamp, index, count });
  }
  return slices;
}

/** A slice's part of an amount: whole over all slices, to the wei. */
export function partOf(amount: bigint, { index, count }: Slice): bigint {
  return (amount * (index + 1n)) / count - (amount * index) / count;
}
