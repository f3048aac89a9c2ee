import { stepVault } from "../../../model/5-lrt/step.ts";
import type { VaultState } from "../../../model/5-lrt/state.ts";
import { replaced, turned } from "../shared/names.ts";
import type { Drawn } from "./draw.ts";
import { namesOf } from "./names.ts";
import type { Timed } from "./pair.ts";
import { resolve } from "./resolve.ts";
import type { Cast } from "./stand.ts";

/** A state from which sequences of the model begin, and who takes part. */
export interface Start {
  readonly state: VaultState;
  readonly now: bigint;
  readonly cast: Cast;
}

/** What a drawn step came to on the model, and the state that it found. */
type Each = (before: VaultState, outcome: ReturnType<typeof stepVault>, step: Timed) => void;

/** Plays a drawn sequence on the model, and gives what it was. */
export function playAlone(
  { state: start, now: from, cast }: Start,
  sequence: readonly Drawn[],
  each: Each = () => undefined,
): Timed[] {
  let [state, now] = [start, from];
  return sequence.map((drawn) => {
    const step = resolve(state, now, cast, drawn);
    const outcome = stepVault(state, { number: 0n, timestamp: step.timestamp }, step.action);
    each(state, outcome, step);
    if (outcome.ok) [state, now] = [outcome.state, step.timestamp];
    return step;
  });
}

/** The same with names for addresses, as sequences are saved. */
export const namedSteps = (start: Start, sequence: readonly Drawn[]): readonly Timed[] =>
  replaced(playAlone(start, sequence), turned(namesOf(start)));
