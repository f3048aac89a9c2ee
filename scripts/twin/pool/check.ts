import { currentEpoch, standingNow } from "../../../model/1-staking/validators.ts";
import { reportOverdue } from "../../../model/2-liquid-staking/reports.ts";
import { onRungOne } from "../../../model/1-staking/within.ts";
import type { Twin } from "../shared/drawn.ts";
import { note, noteStep } from "../shared/met.ts";
import type { Told } from "../shared/spell.ts";
import { actionsOf, BEGINNINGS, donatedBy, sequences, type Step } from "./draw.ts";
import type { PoolPair } from "./pair.ts";

/** Plays a step on both, which have to agree on it and on everything after it. @returns what each call came to */
export async function agreeOn(pair: PoolPair, step: Step): Promise<Told[]> {
  const wei = donatedBy(step);
  if (wei > 0n) await pair.donate(wei);
  const told: Told[] = [];
  for (const [nth, action] of actionsOf(pair, step).entries())
    told.push(await pair.play(action, nth === 0 ? step.wait : 0n));
  return told;
}

/** What there is, in the words in which it is counted. */
function statesOf(pair: PoolPair): string[] {
  const pool = pair.pool();
  const { state } = pool;
  const batches = Array.from({ length: Number(state.openBatch) - 1 }, (_, nth) => state.batches.get(String(nth + 1))!);
  const validators = onRungOne(pool, (chain) =>
    state.exiting.map(({ index }) => {
      const { slashed, withdrawableEpoch, balanceGwei } = standingNow(chain, index);
      if (slashed) return "a slashed validator leaves";
      if (withdrawableEpoch > currentEpoch(chain)) return "a validator leaves";
      return balanceGwei > 0n ? "a validator is to be swept" : "a validator is gone";
    }),
  );
  return [
    ...batches.map(({ unfilledShares, filledWei, unclaimedRequests }) => {
      if (unfilledShares > 0n) return filledWei > 0n ? "a batch is filled in part" : "a batch waits";
      return unclaimedRequests > 0n ? "a batch is filled" : "a batch is claimed";
    }),
    ...validators,
    ...(state.frame === undefined ? [] : ["a report has parts"]),
    ...(reportOverdue(pool) ? ["a report is overdue"] : []),
    ...(state.poolPaused ? ["the pool is paused"] : []),
    ...(state.queuePaused ? ["the queue is paused"] : []),
    ...(state.keysUsed === state.keys.length ? ["no key is left"] : []),
    ...(state.validatorsEther === 0n ? ["no ether is at validators"] : []),
  ];
}

/** The LST over the beacon chain on both sides. */
export const poolTwin = ({ begin }: { readonly begin: () => Promise<PoolPair> }): Twin<Step> => ({
  sequences,
  beginnings: BEGINNINGS,
  async play(steps, met) {
    const pair = await begin();
    for (const step of steps) {
      const told = await agreeOn(pair, step);
      noteStep(met, step.kind, told);
      for (const state of statesOf(pair)) note(met, state);
    }
  },
});
