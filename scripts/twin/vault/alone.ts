import fc from "fast-check";
import { stepVault } from "../../../model/5-lrt/step.ts";
import type { VaultState } from "../../../model/5-lrt/state.ts";
import { transactOn } from "../../../model/5-lrt/transaction.ts";
import { type Drawn, sequences } from "./draw.ts";
import { INVARIANTS, rateFalls } from "./invariants.ts";
import { replaced, turned } from "../shared/names.ts";
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

/** The model alone did something that must not be. */
export class Broken extends Error {
  override readonly name = "Broken";
  /** The shortest sequence that does it, with names for addresses. */
  readonly steps: readonly Timed[];

  constructor(message: string, steps: readonly Timed[] = []) {
    super(message);
    this.steps = steps;
  }
}

/** Plays a drawn sequence on the model, and gives what it was. */
export function playAlone(
  { state: start, now: from, cast }: Start,
  sequence: readonly Drawn[],
  each = checkAfter,
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

/**
 * Draws sequences and holds every invariant to every state of them.
 *
 * @returns steps that were played
 * @param each what is held to a step; tests put a flaw into it
 * @throws Broken with the shortest sequence that breaks one
 */
export function checkInvariants(
  start: Start,
  plan: { seed: number; sequences: number; steps: number },
  each = checkAfter,
): number {
  let steps = 0;
  const property = fc.property(sequences(plan.steps), (sequence) => {
    steps += playAlone(start, sequence, each).length;
  });
  const { failed, counterexample, errorInstance } = fc.check(property, { seed: plan.seed, numRuns: plan.sequences });
  if (!failed) return steps;
  if (!(errorInstance instanceof Broken) || counterexample === null) throw errorInstance;
  const played = playAlone(start, counterexample[0], () => undefined);
  throw new Broken(errorInstance.message, replaced(played, turned(namesOf(start))));
}

/** Holds every invariant to what a step came to. @throws Broken */
export function checkAfter(before: VaultState, outcome: ReturnType<typeof stepVault>, step: Timed): void {
  if (!outcome.ok) return;
  const at = `${step.action.contract}.${step.action.function}`;
  if (rateFalls(before, outcome, step)) throw new Broken(`INV-02: ${at} lowers the exit rate`);
  transactOn(outcome.state, { number: 0n, timestamp: step.timestamp }, (of) => {
    for (const [name, holds] of Object.entries(INVARIANTS)) {
      const wrong = holds(of);
      if (wrong !== undefined) throw new Broken(`${name}, after ${at}: ${wrong}`);
    }
  });
}
