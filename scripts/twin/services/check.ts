import fc from "fast-check";
import { stepAvs } from "../../../model/4-avs/step.ts";
import { Disagreement } from "../shared/disagreement.ts";
import { turned } from "../shared/names.ts";
import type { Told } from "../shared/spell.ts";
import { BEGINNINGS, type Drawn, sequences } from "./draw.ts";
import { openServicePairs, type ServicePair, type Timed } from "./pair.ts";
import { resolve } from "./resolve.ts";
import { namesOf, renamed, type Saved } from "./saved.ts";
import { type Stand, standUp } from "./stand.ts";

/** What sequences met; both sides agreed on all of it. */
export interface Met {
  sequences: number;
  steps: number;
  /** Kinds of actions that passed, errors and events, with how often. */
  readonly words: Map<string, number>;
}

/** A sequence on which they disagree, made as short as it goes. */
export interface Found {
  readonly disagreement: Disagreement;
  /** With names for addresses. */
  readonly steps: readonly Timed[];
}

/** Services on both sides, from which any number of sequences begin. */
export interface Bench {
  readonly stand: Stand;
  readonly begin: () => Promise<ServicePair>;
}

/** @param model what plays on the model's side; tests put a flaw into it */
export async function openBench(model = stepAvs): Promise<Bench> {
  const stand = await standUp();
  return { stand, begin: await openServicePairs(stand, model) };
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
export async function checkServices(bench: Bench, plan: Plan, met: Met): Promise<Found | undefined> {
  const property = fc.asyncProperty(sequences(plan.steps), async (sequence) => {
    await playDrawn(bench, sequence, (drawn, told) => {
      met.steps++;
      note(met, told.ok ? drawn.kind : (told.said.split("(")[0] as string));
      for (const log of told.events) note(met, (log.split(" ")[1] as string).split("(")[0] as string);
    });
    met.sequences++;
  });
  const result = await fc.check(property, {
    seed: plan.seed,
    numRuns: plan.sequences,
    // beginnings do not shrink by themselves: see below
    endOnFailure: true,
    examples: plan.beginnings === true ? BEGINNINGS.map((one) => [[...one]] as [Drawn[]]) : [],
  });
  if (!result.failed) return undefined;
  const { counterexample, errorInstance } = result;
  if (!(errorInstance instanceof Disagreement) || counterexample === null) throw errorInstance;
  const found = await shortest(bench, counterexample[0]);
  if (found === undefined) throw errorInstance;
  return { ...found, steps: renamed(found.steps, turned(namesOf(bench.stand.cast))) };
}

/** Without every step that it does not need: halves of it first, then less, then each step. */
async function shortest(bench: Bench, sequence: readonly Drawn[]): Promise<Found | undefined> {
  let found = await foundIn(bench, sequence);
  // what comes after the step that differs was not played
  let drawn = sequence.slice(0, found?.steps.length);
  for (let size = Math.ceil(drawn.length / 2); found !== undefined && size > 0; size = Math.floor(size / 2))
    for (let end = drawn.length - 1; end > 0; end -= size) {
      const fewer = drawn.toSpliced(Math.max(0, end - size), Math.min(size, end));
      const still = await foundIn(bench, fewer);
      if (still !== undefined) [drawn, found] = [fewer.slice(0, still.steps.length), still];
    }
  return found;
}

async function foundIn(bench: Bench, sequence: readonly Drawn[]): Promise<Found | undefined> {
  const steps: Timed[] = [];
  try {
    await playDrawn(bench, sequence, () => undefined, steps);
    return undefined;
  } catch (disagreement) {
    if (disagreement instanceof Disagreement) return { disagreement, steps };
    throw disagreement;
  }
}

/**
 * Plays a saved sequence on model and chain.
 *
 * @throws Disagreement at the first step on which they differ
 */
export async function playSaved({ begin, stand }: Bench, { steps }: Saved): Promise<readonly string[]> {
  const pair = await begin();
  const said: string[] = [];
  for (const step of renamed(steps, namesOf(stand.cast))) {
    const told = await pair.play(step);
    said.push(told.ok ? "" : told.said);
  }
  return said;
}

async function playDrawn(
  { stand, begin }: Bench,
  sequence: readonly Drawn[],
  heard: (drawn: Drawn, told: Told) => void,
  steps: Timed[] = [],
): Promise<void> {
  const pair = await begin();
  for (const drawn of sequence) {
    const [blocks, seconds] = drawn.wait;
    const step = { wait: { blocks, seconds }, action: resolve(pair.avs(), stand.cast, drawn) };
    steps.push(step);
    heard(drawn, await pair.play(step));
  }
}

function note({ words }: Met, word: string): void {
  words.set(word, (words.get(word) ?? 0) + 1);
}
