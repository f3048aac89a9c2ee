import fc from "fast-check";
import { Disagreement } from "./disagreement.ts";
import { type Met, nothingMet } from "./met.ts";

/** Model and chain of a rung, on which sequences are played as they are drawn. */
export interface Twin<Step> {
  readonly sequences: fc.Arbitrary<readonly Step[]>;
  /** Ways into what is rare. */
  readonly beginnings: readonly (readonly Step[])[];
  /** Plays a sequence from the beginning, and notes what it met. @throws Disagreement */
  readonly play: (steps: readonly Step[], met: Met) => Promise<void>;
}

export interface Plan {
  /** Makes the sequences. */
  readonly seed: number;
  readonly sequences: number;
  /** Whether the ways in are played first, each by itself. */
  readonly beginnings?: boolean;
}

/** A sequence on which they disagree, made as short as it goes. */
export interface FoundDrawn<Step> {
  readonly disagreement: Disagreement;
  readonly steps: readonly Step[];
}

/** Plays drawn sequences, until one is found on which the sides disagree. Whatever else goes wrong is thrown. */
export async function checkDrawn<Step>(
  { sequences, beginnings, play }: Twin<Step>,
  plan: Plan,
  met: Met,
): Promise<FoundDrawn<Step> | undefined> {
  const property = fc.asyncProperty(sequences, async (steps) => {
    await play(steps, met);
    met.sequences++;
  });
  const result = await fc.check(property, {
    seed: plan.seed,
    numRuns: plan.sequences,
    examples: plan.beginnings === true ? beginnings.map((one) => [one] as [readonly Step[]]) : [],
  });
  if (!result.failed) return undefined;
  const { counterexample, errorInstance } = result;
  if (!(errorInstance instanceof Disagreement) || counterexample === null) throw errorInstance;
  // shrinking drops what comes before: what comes after the step that differs was never played
  const again = nothingMet();
  const disagreement = await play(counterexample[0], again).catch((error: unknown) => error);
  if (!(disagreement instanceof Disagreement)) throw errorInstance;
  return { disagreement, steps: counterexample[0].slice(0, again.steps + 1) };
}
