import { MAX_EXITS } from "../../../model/5-lrt/operators/lst-reserve.ts";
import type { Reserve } from "../../../model/5-lrt/operators/reserve.ts";
import { countAway, exitingAssets } from "../../../model/5-lrt/operators/reserve-views.ts";
import { getTotalPooledEther } from "../../../model/2-liquid-staking/rebasing-shares.ts";
import { getBatch, getRequest } from "../../../model/2-liquid-staking/unstaking-queue.ts";
import { etherOf } from "../../../model/1-staking/within.ts";
import type { Twin } from "../shared/drawn.ts";
import { note, noteStep } from "../shared/met.ts";
import type { Told } from "../shared/spell.ts";
import { actionsOf, BEGINNINGS, givenBy, sequences, type Step, uncountedOf } from "./draw.ts";
import type { ReservePair } from "./pair.ts";

/** Plays a step on both, which have to agree on it and on everything after it. @returns what each call came to */
export async function agreeOn(pair: ReservePair, step: Step): Promise<Told[]> {
  const { kind } = step;
  const given = givenBy(step);
  if (given > 0n) await pair.donate(given, kind === "donate" ? undefined : pair.pool().state.reserve.at);
  const told: Told[] = [];
  for (const [nth, action] of actionsOf(pair, step).entries())
    told.push(await pair.play(action, nth === 0 ? step.wait : 0n));
  return told;
}

/** What there is, in the words in which it is counted. */
function statesOf(reserve: Reserve): string[] {
  const { state } = reserve;
  const { exitIds } = state;
  const pooled = getTotalPooledEther(reserve);
  const exits = exitIds.map((id) => {
    const { batch } = getRequest(reserve, id);
    const { unfilledShares, filledWei } = getBatch(reserve, batch);
    if (unfilledShares === 0n) return "an exit is filled";
    if (filledWei > 0n) return "an exit is filled in part";
    return batch === state.openBatch ? "an exit joins a batch" : "an exit waits";
  });
  const flags: readonly (readonly [boolean, string])[] = [
    [exitIds.length > 1, "several exits"],
    [exitIds.length === Number(MAX_EXITS), "all places are taken"],
    [exitIds.length > 0 && state.queuePaused, "exits are stopped"],
    [state.isRetiring, "the LST is retired"],
    [uncountedOf(reserve) > 0n, "some LST is nobody's"],
    [etherOf(reserve, state.reserve.at) > 0n, "some ether is nobody's"],
    [state.idleLst === 1n, "one wei is idle"],
    [pooled < state.totalShares, "the LST is worth less than at first"],
    [pooled === 0n, "the LST has lost everything"],
    [pooled === 0n && exitingAssets(reserve) > 0n, "an exit was paid before the LST has lost everything"],
    [pooled > 0n && !state.neighbours.broken && countAway(reserve) !== state.awayLst, "the count is wrong"],
  ];
  return [...exits, ...flags.filter(([is]) => is).map(([, word]) => word)];
}

/** A reserve over its LST and the beacon chain on both sides. */
export const reserveTwin = ({ begin }: { readonly begin: () => Promise<ReservePair> }): Twin<Step> => ({
  sequences,
  beginnings: BEGINNINGS,
  async play(steps, met) {
    const pair = await begin();
    for (const step of steps) {
      const told = await agreeOn(pair, step);
      noteStep(met, step.kind, told);
      for (const log of told.flatMap(({ events }) => events)) {
        if (/ExitClaimed\(\d+,0,true\)/.test(log)) note(met, "a last claim of nothing");
        if (/ExitClaimed\(\d+,\d+,false\)/.test(log)) note(met, "a claim of a part");
      }
      for (const state of statesOf(pair.pool())) note(met, state);
    }
  },
});
