import { exitDemand } from "../../../model/5-lrt/operators/restaker/allocations.ts";
import type { ToldReserve, ToldStrategy } from "../../../model/5-lrt/operators/restaker/neighbours.ts";
import { isEligible, isPodEligible } from "../../../model/5-lrt/operators/restaker/operator-rules.ts";
import type { Restaker, Slot } from "../../../model/5-lrt/operators/restaker/restaker.ts";
import * as core from "../../../model/5-lrt/operators/restaker/told-core.ts";
import { toldSlot } from "../../../model/5-lrt/operators/restaker/told-slots.ts";
import { recordOf, vaultOf } from "../../../model/5-lrt/operators/restaker/told-vault.ts";
import { ZERO_ADDRESS } from "../../../model/shared/machine.ts";
import type { Twin } from "../shared/drawn.ts";
import { note, noteStep } from "../shared/met.ts";
import type { Told } from "../shared/spell.ts";
import { actionsOf, sequences } from "./draw.ts";
import type { RestakerPair } from "./pair.ts";
import { BEGINNINGS, type Step } from "./ways.ts";

/** Plays a step on both, which have to agree on it and on everything after it. @returns what each call came to */
async function agreeOn(pair: RestakerPair, step: Step): Promise<Told[]> {
  const told: Told[] = [];
  for (const [nth, action] of actionsOf(pair, step).entries())
    told.push(await pair.play(action, nth === 0 ? step.wait : 0n));
  return told;
}

type Is = (m: Restaker) => boolean;

const someSlot =
  (is: (m: Restaker, slot: Slot) => boolean): Is =>
  (m) =>
    m.state.slots.some((slot) => is(m, slot));
const someReserve =
  (is: (told: ToldReserve) => boolean): Is =>
  ({ state }) =>
    state.neighbours.reserves.entries().some(([, told]) => is(told));
const someStrategy =
  (is: (told: ToldStrategy) => boolean): Is =>
  ({ state }) =>
    state.neighbours.strategies.entries().some(([, told]) => is(told));

/** What there is, in the words in which it is counted. */
const WORDS: Readonly<Record<string, Is>> = {
  "a slot has no operator": someSlot((m, { delegator }) => core.delegatedTo(m, delegator) === ZERO_ADDRESS),
  "an operator is unfit": someSlot((m, { operator }) => !isEligible(m, operator)),
  "penalties took too much of a pod": someSlot((m, { delegator }) => !isPodEligible(m, delegator)),
  "a slot cannot be read": someSlot((m, { delegator }) => toldSlot(m, delegator).broken),
  "a part is in doubt": someSlot((m, { delegator }) => toldSlot(m, delegator).doubts.size > 0),
  "ether lies in a pod": someSlot((m, { delegator }) => toldSlot(m, delegator).podGwei > 0n),
  "a queue is long": someSlot((m, { delegator }) => core.rootsOf(m, delegator).length > 4),
  "a record is below zero": someSlot((m, { delegator }) => recordOf(m, delegator) < 0n),
  "the vault is wound up": (m) => vaultOf(m).isWoundUp,
  "exits need stake": (m) => exitDemand(m) > 0n,
  "a strategy retires": ({ state }) => state.isRetiring.size > 0,
  "no LST is restaked": ({ state }) => state.strategies.length === 1,
  "two services are capped": ({ state }) => state.caps.length === 2,
  "an LST cannot be read": someReserve(({ broken }) => broken),
  "exits of an LST are stopped": someReserve(({ exitable, broken }) => !exitable && !broken),
  "a strategy cannot be read": someStrategy(({ broken }) => broken),
  "a share is dear": someStrategy(({ amount, shares }) => amount > 10n ** 17n * shares),
};

const [AS_SHARES, AS_TOKENS] = ["stake comes back as shares", "stake comes home"];

/** What a sample is to have come to. */
export const STATES: readonly string[] = [...Object.keys(WORDS), AS_SHARES, AS_TOKENS];

/** A restaker with its targets, rules and keys on both sides. */
export const restakerTwin = ({ begin }: { readonly begin: () => Promise<RestakerPair> }): Twin<Step> => ({
  sequences,
  beginnings: BEGINNINGS,
  async play(steps, met) {
    const pair = await begin();
    for (const step of steps) {
      const told = await agreeOn(pair, step);
      noteStep(met, step.kind, told);
      for (const log of told.flatMap(({ events }) => events)) {
        if (/WithdrawalCompleted\(.*,false\)/.test(log)) note(met, AS_SHARES);
        if (/WithdrawalCompleted\(.*,true\)/.test(log)) note(met, AS_TOKENS);
      }
      const now = pair.machine();
      for (const [word, is] of Object.entries(WORDS)) if (is(now)) note(met, word);
    }
  },
});
