import fc from "fast-check";
import type { Invariant, Moment } from "./invariant.ts";
import type { World } from "./world.ts";

/** The model did something that must not be. */
export class Broken extends Error {
  override readonly name = "Broken";
  readonly id: string;
  /** The shortest sequence that does it, as it was drawn. */
  readonly drawn: readonly unknown[];

  constructor(id: string, message: string, drawn: readonly unknown[] = []) {
    super(message);
    [this.id, this.drawn] = [id, drawn];
  }
}

/** What a run of sequences came to. */
export interface Held {
  sequences: number;
  /** Calls that passed. */
  calls: number;
  /** How often there was something to hold an invariant to, by its id. */
  readonly times: Map<string, number>;
}

export const nothingHeld = (): Held => ({ sequences: 0, calls: 0, times: new Map() });

export interface Plan {
  /** Makes the sequences. */
  readonly seed: number;
  readonly sequences: number;
}

/**
 * Draws sequences, and holds every invariant to every state of them.
 *
 * @param isFirstEnough whether the sequence that breaks one may be any
 * @throws Broken with the shortest sequence that breaks one
 */
export function checkWorld<State, Step>(
  world: World<State, Step>,
  invariants: readonly Invariant<State>[],
  plan: Plan,
  held: Held = nothingHeld(),
  isFirstEnough = false,
): Held {
  const property = fc.property(world.sequences, (steps) => {
    playHolding(world, invariants, steps, held);
    held.sequences++;
  });
  const { failed, counterexample, errorInstance } = fc.check(property, {
    ...{ seed: plan.seed, numRuns: plan.sequences, endOnFailure: isFirstEnough },
  });
  if (!failed) return held;
  if (!(errorInstance instanceof Broken) || counterexample === null) throw errorInstance;
  throw new Broken(errorInstance.id, errorInstance.message, counterexample[0]);
}

/** Plays one sequence, and holds every invariant to it. @throws Broken */
export function playHolding<State, Step>(
  world: World<State, Step>,
  invariants: readonly Invariant<State>[],
  steps: readonly Step[],
  held: Held = nothingHeld(),
): void {
  let last: Moment<State> | undefined;
  world.play(steps, (moment) => {
    held.calls++;
    for (const one of invariants) if (one.atEnd !== true) hold(one, moment, held);
    last = moment;
  });
  for (const one of invariants) if (one.atEnd === true && last !== undefined) hold(one, last, held);
}

/** Holds one to a call. @throws Broken */
export function hold<State>({ id, holds }: Invariant<State>, moment: Moment<State>, { times }: Held): void {
  const verdict = holds(moment);
  if (typeof verdict === "string") throw new Broken(id, `${id}, after ${moment.call.function}: ${verdict}`);
  if (verdict) times.set(id, (times.get(id) ?? 0) + 1);
}
