import type { EarnerEarnings } from "./merkle.ts";
import { type Earned, shareSlice } from "./share.ts";
import type { StakeEvent } from "./stakeEvents.ts";
import { Stakes } from "./stakes.ts";
import { partOf, type Slice, slicesOf, type Submission } from "./submissions.ts";

/** What the chain said up to one block, read once. */
export interface RewardsHistory {
  /** In the order of the chain. */
  events: readonly StakeEvent[];
  submissions: readonly Submission[];
  /** The default split before the first event that changes it, in 1/10,000. */
  firstDefaultBips: bigint;
  /** The last block that is not younger than a time, for every slice's beginning. */
  blockAt(timestamp: bigint): Promise<bigint>;
}

/** One token's sums, in its wei: funded until the end of the calculation = paid + dust. */
interface TokenTotals {
  token: string;
  funded: bigint;
  paid: bigint;
  dust: bigint;
}

export interface Calculation {
  earnings: EarnerEarnings[];
  totals: TokenTotals[];
}

/** Slices of all submissions in the order of time, so that events are applied once. */
function timeline(submissions: readonly Submission[], cadenceSeconds: bigint, until: bigint) {
  const all: { submission: Submission; slice: Slice }[] = submissions.flatMap((submission) =>
    slicesOf(submission, cadenceSeconds, until).map((slice) => ({ submission, slice })),
  );
  return all.sort((a, b) => Number(a.slice.timestamp - b.slice.timestamp));
}

/** What a slice takes of the funds: for directed ones, operator by operator. */
function fundedIn(submission: Submission, slice: Slice): bigint {
  if (submission.kind !== "directed") return partOf(submission.amount, slice);
  return submission.operatorRewards.reduce((sum, { amount }) => sum + partOf(amount, slice), 0n);
}

/**
 * What everyone has earned since the beginning, from all slices that have ended by `until` (seconds).
 *
 * AVS-140: whatever a slice depends on (stakes, members, allocations, magnitudes, splits and their default) is taken
 * from the events up to its first block. So nothing that comes later changes it: a longer history can only add slices
 * and submissions, and nobody's sum falls.
 *
 * @param cadenceSeconds length of a slice; stakes count as they are at its beginning
 */
export async function calculateRewards(
  history: RewardsHistory,
  cadenceSeconds: bigint,
  until: bigint,
): Promise<Calculation> {
  const stakes = new Stakes(history.firstDefaultBips);
  const byToken = new Map<string, { earned: Earned; funded: bigint }>();
  let next = 0;
  for (const { submission, slice } of timeline(history.submissions, cadenceSeconds, until)) {
    const block = await history.blockAt(slice.timestamp);
    for (
      let event = history.events[next];
      event !== undefined && event.block <= block;
      event = history.events[++next]
    ) {
      stakes.apply(event);
    }
    const token = byToken.get(submission.token) ?? { earned: new Map<string, bigint>(), funded: 0n };
    byToken.set(submission.token, token);
    token.funded += fundedIn(submission, slice);
    shareSlice(submission, slice, { stakes, block }, token.earned);
  }

  const byEarner = new Map<string, EarnerEarnings>();
  const totals: TokenTotals[] = [];
  for (const [token, { earned, funded }] of byToken) {
    let paid = 0n;
    for (const [earner, cumulativeEarnings] of earned) {
      paid += cumulativeEarnings;
      const one = byEarner.get(earner) ?? { earner, tokens: [] };
      byEarner.set(earner, one);
      one.tokens.push({ token, cumulativeEarnings });
    }
    totals.push({ token, funded, paid, dust: funded - paid });
  }
  return { earnings: [...byEarner.values()], totals };
}
