import type { StakeEvent } from "../../../scripts/rewards/stakeEvents.ts";
import type { Submission } from "../../../scripts/rewards/submissions.ts";
import { WAD } from "../../../scripts/lib/units.ts";

/**
 * The calculation once more, as slowly and plainly as it can be written: no state is kept from one question to the
 * next, each is answered by walking through all events from the first. Same rules, nothing shared but the types.
 */

const UNIT = 10n ** 36n;

interface Ledger {
  readonly events: readonly StakeEvent[];
  readonly firstDefaultBips: bigint;
}

function maximumBefore(events: readonly StakeEvent[], operator: string, strategy: string): bigint {
  let maximum = WAD;
  for (const event of events) {
    if (event.kind === "maximum" && event.operator === operator && event.strategy === strategy)
      maximum = event.magnitude;
  }
  return maximum;
}

function perMagnitude(events: readonly StakeEvent[], operator: string, staker: string, strategy: string): bigint {
  let per = 0n;
  events.forEach((event, index) => {
    if (event.kind !== "shares" || event.operator !== operator) return;
    if (event.staker !== staker || event.strategy !== strategy) return;
    const maximum = maximumBefore(events.slice(0, index), operator, strategy);
    if (maximum !== 0n) per += (event.delta * UNIT) / maximum;
    if (per < 0n) per = 0n;
  });
  return per;
}

function magnitudeAt(events: readonly StakeEvent[], block: bigint, operator: string, set: string, strategy: string) {
  let current = 0n;
  let waiting: { at: bigint; becomes: (now: bigint) => bigint } | undefined;
  const settle = (now: bigint) => {
    if (waiting !== undefined && waiting.at <= now) [current, waiting] = [waiting.becomes(current), undefined];
  };
  for (const event of events) {
    if (event.kind !== "allocation" || event.operator !== operator) continue;
    if (event.set !== set || event.strategy !== strategy) continue;
    settle(event.block);
    const { magnitude, effectBlock } = event;
    const before = current;
    if (effectBlock <= event.block) current = magnitude;
    else if (magnitude < before) waiting = { at: effectBlock, becomes: () => magnitude };
    else waiting = { at: effectBlock, becomes: (now) => now + magnitude - before };
  }
  settle(block);
  return current;
}

function membersAt(events: readonly StakeEvent[], set: string): string[] {
  const joins = events.flatMap((event) => (event.kind === "membership" && event.set === set ? [event] : []));
  const names = [...new Set(joins.map(({ operator }) => operator))];
  const last = (name: string) => joins.findLast(({ operator }) => operator === name);
  return names.filter((name) => (last(name) as { joined: boolean }).joined).sort();
}

/** What everyone has earned of each token from the slices that ended by `until`: `earner token` to wei. */
export function naiveEarnings(
  { events, firstDefaultBips }: Ledger,
  submissions: readonly Submission[],
  cadence: bigint,
  until: bigint,
  blockAt: (timestamp: bigint) => bigint,
): Map<string, bigint> {
  const earned = new Map<string, bigint>();
  const stakers = [...new Set(events.flatMap((event) => (event.kind === "shares" ? [event.staker] : [])))];
  for (const submission of submissions) {
    const { set, token, weights, avs } = submission;
    const give = (who: string, amount: bigint) => {
      if (amount > 0n) earned.set(`${who} ${token}`, (earned.get(`${who} ${token}`) ?? 0n) + amount);
    };
    const slices = submission.durationSeconds / cadence;
    for (let slice = 0n; slice < slices; ++slice) {
      const from = submission.startTimestamp + slice * cadence;
      if (from + cadence > until) continue;
      const block = blockAt(from);
      const past = events.filter((event) => event.block <= block);
      const cut = (amount: bigint) => (amount * (slice + 1n)) / slices - (amount * slice) / slices;
      const weight = (operator: string, staker: string): bigint => {
        let total = 0n;
        for (const { strategy, multiplier } of weights) {
          const magnitude =
            submission.kind === "unique"
              ? magnitudeAt(past, block, operator, set, strategy)
              : maximumBefore(past, operator, strategy);
          total += ((perMagnitude(past, operator, staker, strategy) * magnitude) / UNIT) * multiplier;
        }
        return total;
      };
      const weightOf = (operator: string) => stakers.reduce((sum, staker) => sum + weight(operator, staker), 0n);
      const pay = (operator: string, amount: bigint) => {
        const split = past.findLast(
          (event) =>
            event.kind === "split" && event.operator === operator && event.set === set && event.activatedAt <= from,
        );
        const byDefault = past.findLast((event) => event.kind === "default");
        const bips =
          split?.kind === "split" ? split.bips : byDefault?.kind === "default" ? byDefault.bips : firstDefaultBips;
        const own = (amount * bips) / 10_000n;
        give(operator, own);
        const all = weightOf(operator);
        if (all === 0n) give(avs, amount - own);
        else for (const staker of stakers) give(staker, ((amount - own) * weight(operator, staker)) / all);
      };
      const members = membersAt(past, set);
      if (submission.kind === "directed") {
        for (const { operator, amount } of submission.operatorRewards) {
          if (members.includes(operator)) pay(operator, cut(amount));
          else give(avs, cut(amount));
        }
      } else {
        const all = members.reduce((sum, operator) => sum + weightOf(operator), 0n);
        if (all === 0n) give(avs, cut(submission.amount));
        else for (const operator of members) pay(operator, (cut(submission.amount) * weightOf(operator)) / all);
      }
    }
  }
  return earned;
}
