import fc from "fast-check";
import type { PricingRule } from "../../../model/5-lrt/state.ts";
import { stepVault } from "../../../model/5-lrt/step.ts";
import { Disagreement } from "../shared/disagreement.ts";
import { type Met, note } from "../shared/met.ts";
import type { Told } from "../shared/spell.ts";
import { BEGINNINGS, type Drawn, sequences } from "./draw.ts";
import { replaced, turned } from "../shared/names.ts";
import { namesOf } from "./names.ts";
import { openVaultPairs, type Timed, type VaultPair } from "./pair.ts";
import { resolve } from "./resolve.ts";
import { type Stand, standUp } from "./stand.ts";
import { statesOf } from "./states.ts";

/** A sequence on which they disagree, made as short as it goes. */
export interface Found {
  readonly disagreement: Disagreement;
  readonly rule: PricingRule;
  /** With names for addresses. */
  readonly steps: readonly Timed[];
}

/** A vault on both sides, from which any number of sequences begin. */
export interface Bench {
  readonly rule: PricingRule;
  readonly stand: Stand;
  readonly begin: () => Promise<VaultPair>;
}

/** @param model what plays on the model's side; tests put a flaw into it */
export async function openBench(rule: PricingRule, model = stepVault): Promise<Bench> {
  const stand = await standUp(rule);
  return { rule, stand, begin: await openVaultPairs(stand, model) };
}

export interface Plan {
  /** Makes the sequences. */
  readonly seed: number;
  readonly sequences: number;
  /** Of a sequence, on the whole. */
  readonly steps: number;
  /** Whether the ways in are played first, each by itself. */
  readonly beginnings?: boolean;
}

/** Plays drawn sequences side by side, until one is found on which the sides disagree. Whatever else goes wrong is thrown. */
export async function checkVault(bench: Bench, plan: Plan, met: Met): Promise<Found | undefined> {
  const property = fc.asyncProperty(sequences(plan.steps), async (sequence) => {
    await playDrawn(bench, sequence, (drawn, told, pair) => {
      met.steps++;
      note(met, told.ok ? drawn.kind : (told.said.split("(")[0] as string));
      for (const state of statesOf(pair.state())) note(met, state);
    });
    met.sequences++;
  });
  const result = await fc.check(property, {
    seed: plan.seed,
    numRuns: plan.sequences,
    examples: plan.beginnings === true ? BEGINNINGS.map((one) => [[...one]] as [Drawn[]]) : [],
  });
  if (!result.failed) return undefined;
  const { counterexample, errorInstance } = result;
  if (!(errorInstance instanceof Disagreement) || counterexample === null) throw errorInstance;
  const steps: Timed[] = [];
  const disagreement = await playDrawn(bench, counterexample[0], () => undefined, steps).catch(
    (error: unknown) => error,
  );
  if (!(disagreement instanceof Disagreement)) throw errorInstance;
  return { disagreement, rule: bench.rule, steps: replaced(steps, turned(namesOf(bench.stand))) };
}

async function playDrawn(
  { stand, begin }: Bench,
  sequence: readonly Drawn[],
  heard: (drawn: Drawn, told: Told, pair: VaultPair) => void,
  steps: Timed[] = [],
): Promise<void> {
  const pair = await begin();
  for (const drawn of sequence) {
    const step = resolve(pair.state(), pair.now(), stand.cast, drawn);
    steps.push(step);
    heard(drawn, await pair.play(step), pair);
  }
}
