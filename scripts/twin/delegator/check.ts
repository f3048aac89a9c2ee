import { getQueuedWithdrawals } from "../../../model/3-restaking/delegation/views.ts";
import { getMaxMagnitude } from "../../../model/3-restaking/allocation/magnitudes.ts";
import type { Pod } from "../../../model/3-restaking/pods/beacon-state.ts";
import { beaconChainSlashingFactor, podShares } from "../../../model/3-restaking/pods/shares.ts";
import type { Withdrawal } from "../../../model/3-restaking/types.ts";
import type { Delegator, DelegatorState } from "../../../model/5-lrt/operators/delegator.ts";
import * as views from "../../../model/5-lrt/operators/delegator-views.ts";
import { isInDoubt, partFailingSince } from "../../../model/5-lrt/operators/doubtful-parts.ts";
import { LIVE_KEYS, podOf } from "../../../model/5-lrt/operators/exiting-keys.ts";
import { keysOf, known } from "../../../model/5-lrt/operators/unproven-keys.ts";
import { ZERO_ADDRESS } from "../../../model/shared/machine.ts";
import { Revert } from "../../../model/shared/revert.ts";
import { WAD } from "../../lib/units.ts";
import type { Twin } from "../shared/drawn.ts";
import { note, noteStep } from "../shared/met.ts";
import type { Told } from "../shared/spell.ts";
import { actionsOf, givenBy, NATIVE, sequences } from "./draw.ts";
import type { DelegatorPair } from "./pair.ts";
import { WINDOW_BLOCKS } from "./stand.ts";
import { BEGINNINGS, type Step } from "./ways.ts";

/** Plays a step on both, which have to agree on it and on everything after it. @returns what each call came to */
async function agreeOn(pair: DelegatorPair, step: Step): Promise<Told[]> {
  const given = givenBy(step);
  const delegator = pair.machine() as Delegator;
  if (given > 0n) await pair.donate(given, step.nth > 4 ? delegator.state.delegator.at : podOf(delegator).at);
  const told: Told[] = [];
  for (const [nth, action] of actionsOf(pair, step).entries())
    told.push(await pair.play(action, nth === 0 ? step.wait : 0n));
  return told;
}

/** What there is, and what can be asked of it. */
interface There extends Pick<DelegatorState, "exiting"> {
  readonly delegator: Delegator;
  readonly strategies: readonly string[];
  readonly pod: Pod;
  readonly keys: ReturnType<typeof keysOf>;
  /** Withdrawals that may be completed, or not yet. */
  readonly ripe: readonly boolean[];
  readonly queued: readonly Withdrawal[];
  readonly queuedShares: readonly bigint[];
  readonly magnitudes: readonly bigint[];
  readonly slashingFactor: bigint;
  readonly flows: views.Flows;
}

function lookAround({ machine, cast: { strategies } }: DelegatorPair): There {
  const delegator = machine() as Delegator;
  const { state, block } = delegator;
  const { at } = state.delegator;
  const [queued, shares] = getQueuedWithdrawals(delegator, at);
  const operator = views.operator(delegator);
  return {
    ...{ delegator, strategies, queued, exiting: state.exiting },
    pod: podOf(delegator),
    keys: keysOf(delegator, at),
    ripe: queued.map(({ startBlock }) => startBlock + WINDOW_BLOCKS < block.number),
    queuedShares: shares.flat(),
    magnitudes: [NATIVE, ...strategies].map((one) => getMaxMagnitude(delegator, operator, one)),
    slashingFactor: beaconChainSlashingFactor(delegator, at),
    flows: saysOf(() => views.flows(delegator)) === undefined ? views.flows(delegator) : NO_FLOWS,
  };
}

const NO_FLOWS: views.Flows = { tokens: 0n, native: 0n, exiting: 0n, stuck: 0n };

/** The words in which it is counted. */
const WORDS: Readonly<Record<string, (there: There) => boolean>> = {
  "delegated to nobody": ({ delegator }) => views.operator(delegator) === ZERO_ADDRESS,
  "its operator was slashed": ({ magnitudes }) => magnitudes.some((one) => one < WAD),
  "its operator was slashed to zero": ({ magnitudes }) => magnitudes.includes(0n),
  "several withdrawals": ({ queued }) => queued.length > 1,
  "a withdrawal waits": ({ ripe }) => ripe.includes(false),
  "a withdrawal can be completed": ({ ripe }) => ripe.includes(true),
  "a withdrawal is worth nothing": ({ queuedShares }) => queuedShares.includes(0n),
  "native stake is queued": ({ queued }) => queued.some(({ strategies: [one] }) => one === NATIVE),
  "native stake is proven": ({ delegator }) => podShares(delegator, delegator.state.delegator.at) > 0n,
  "native stake has lost": ({ slashingFactor }) => slashingFactor < WAD,
  "native stake has lost everything": ({ slashingFactor }) => slashingFactor === 0n,
  "keys of a pod that lost everything": ({ slashingFactor, keys }) => slashingFactor === 0n && keys.length > 0,
  "it cannot leave": ({ delegator }) => !views.canLeave(delegator),
  "a key of which nothing is proven": ({ keys }) => keys.some(({ provenAt }) => provenAt === 0n),
  "a key that is proven to stay": ({ keys }) => keys.some(({ provenAt, leaves }) => provenAt !== 0n && !leaves),
  "a key that is proven to leave": ({ keys }) => keys.some(({ leaves }) => leaves),
  "a key is in doubt": ({ delegator, pod }) =>
    saysOf(() => known(delegator, delegator.state.delegator.at, pod)) === "KeyInDoubt",
  "a checkpoint is open": ({ pod }) => pod.currentCheckpoint !== 0n,
  "validators are proven": ({ pod }) => pod.activeValidators > 0n,
  "validators leave": ({ exiting }) => exiting.length > 0,
  "so many leave that they are read by their sum": ({ exiting }) => exiting.length > LIVE_KEYS,
  "ETH is free in the pod": ({ delegator }) => views.freePodAssets(delegator) > 0n,
  "tokens are restaked": ({ flows }) => flows.tokens > 0n,
  "native stake stays": ({ flows }) => flows.native > 0n,
  "something leaves": ({ flows }) => flows.exiting > 0n,
  "tokens are stuck": ({ flows }) => flows.stuck > 0n,
  "a part cannot be read": ({ delegator }) => saysOf(() => views.worth(delegator)) === "PartUnreadable",
  "a part's clock is set": ({ delegator, strategies }) =>
    strategies.some((one) => partFailingSince(delegator, one) > 0n),
  "a part counts as nothing": ({ delegator, strategies }) => strategies.some((one) => isInDoubt(delegator, one)),
};

/** What a sample is to have come to. */
export const STATES: readonly string[] = Object.keys(WORDS);

/** The error with which a view stops. */
function saysOf(view: () => unknown): string | undefined {
  try {
    view();
    return undefined;
  } catch (revert) {
    if (revert instanceof Revert) return revert.error;
    throw revert;
  }
}

/** A delegator over the core, its pod and the beacon chain on both sides. */
export const delegatorTwin = ({ begin }: { readonly begin: () => Promise<DelegatorPair> }): Twin<Step> => ({
  sequences,
  beginnings: BEGINNINGS,
  async play(steps, met) {
    const pair = await begin();
    for (const step of steps) {
      noteStep(met, step.kind, await agreeOn(pair, step));
      const there = lookAround(pair);
      for (const [word, is] of Object.entries(WORDS)) if (is(there)) note(met, word);
    }
  },
});
