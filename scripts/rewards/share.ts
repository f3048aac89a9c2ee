import { addressKey } from "./stakeEvents.ts";
import type { Stakes } from "./stakes.ts";
import { partOf, type Slice, type Submission, type Weight } from "./submissions.ts";

/** Who earned how much of one token, in its wei. */
export type Earned = Map<string, bigint>;

/** The moment of a slice: its stakes and its block. */
export interface Moment {
  stakes: Stakes;
  block: bigint;
}

const BIPS = 10_000n;

function add(earned: Earned, earner: string, amount: bigint): void {
  if (amount > 0n) earned.set(earner, (earned.get(earner) ?? 0n) + amount);
}

const sum = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((total, amount) => total + amount, 0n);

/** Weighted shares of each staker of an operator: Σ over strategies of shares × multiplier, in 1e18ths of a share. */
function weigh(weights: readonly Weight[], sharesIn: (strategy: string) => Map<string, bigint>): Map<string, bigint> {
  const byStaker = new Map<string, bigint>();
  for (const { strategy, multiplier } of weights) {
    for (const [staker, shares] of sharesIn(addressKey(strategy))) {
      byStaker.set(staker, (byStaker.get(staker) ?? 0n) + shares * multiplier);
    }
  }
  return byStaker;
}

/**
 * Shares one slice of a submission out.
 *
 * The slice's amount goes to the set's members in proportion to their weighted stake (allocated to the set for
 * `unique`, all that is delegated for `total`), or to the operators that the submission names, as far as they are
 * members. Of each operator's share its split is its own; the rest goes to its stakers, itself among them, in
 * proportion to theirs. Every division rounds down, and what that leaves is dust: nobody's. What finds no member, or no
 * staker, is the service's again.
 */
export function shareSlice(submission: Submission, slice: Slice, moment: Moment, earned: Earned): void {
  const { stakes, block } = moment;
  const { set, weights } = submission;
  const service = addressKey(submission.avs);
  const members = stakes.membersOf(set);
  const stakersOf = (operator: string) =>
    weigh(weights, (strategy) =>
      submission.kind === "unique"
        ? stakes.allocated(operator, set, strategy, block)
        : stakes.delegated(operator, strategy),
    );

  const pay = (operator: string, amount: bigint, stakers: Map<string, bigint>) => {
    const own = (amount * stakes.splitBips(operator, set, slice.timestamp)) / BIPS;
    add(earned, operator, own);
    const total = sum(stakers.values());
    if (total === 0n) add(earned, service, amount - own);
    else for (const [staker, weight] of stakers) add(earned, staker, ((amount - own) * weight) / total);
  };

  if (submission.kind === "directed") {
    for (const { operator, amount } of submission.operatorRewards) {
      const part = partOf(amount, slice);
      const key = addressKey(operator);
      if (members.includes(key)) pay(key, part, stakersOf(key));
      else add(earned, service, part);
    }
    return;
  }
  const part = partOf(submission.amount, slice);
  const stakers = new Map(members.map((operator) => [operator, stakersOf(operator)]));
  const weightOf = new Map([...stakers].map(([operator, byStaker]) => [operator, sum(byStaker.values())]));
  const total = sum(weightOf.values());
  if (total === 0n) add(earned, service, part);
  else {
    for (const [operator, byStaker] of stakers) {
      pay(operator, (part * (weightOf.get(operator) ?? 0n)) / total, byStaker);
    }
  }
}
