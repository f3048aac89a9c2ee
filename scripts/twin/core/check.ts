import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import type { Recording } from "../../replay/format/types.ts";
import { type Command, playSequence, sequences } from "./commands.ts";
import { Disagreement, type Pairs } from "./pair.ts";

/** What a run of sequences met, by kind of action and by error; both sides agreed on all of it. */
export interface Met {
  readonly sequences: number;
  readonly steps: number;
  readonly actions: ReadonlyMap<string, number>;
  readonly errors: ReadonlyMap<string, number>;
}

/** A sequence on which model and chain disagree, made as short as it goes. */
export interface Found {
  readonly disagreement: Disagreement;
  /** What the chain did, up to the step that differs: plays on either side. */
  readonly recording: Recording;
}

export interface Plan {
  /** Makes the sequences. */
  readonly seed: number;
  readonly sequences: number;
  /** Most steps of a sequence. */
  readonly steps: number;
}

/**
 * Plays sequences on model and chain side by side, until one is found on which they disagree. Whatever else goes wrong is
 * thrown.
 */
export async function checkTwin(pairs: Pairs, plan: Plan): Promise<{ readonly met: Met; readonly found?: Found }> {
  const actions = new Map<string, number>();
  const errors = new Map<string, number>();
  const met = { sequences: 0, steps: 0, actions, errors };
  const property = fc.asyncProperty(sequences(plan.steps), async (sequence) => {
    await playSequence(await pairs.begin(), sequence, ({ action, args }, outcome) => {
      met.steps++;
      const kind = "function" in args ? `${args.contract}.${nameOf(args.function)}` : action;
      count(actions, kind);
      if (!outcome.ok) count(errors, outcome.revert);
    });
    met.sequences++;
  });
  const result = await fc.check(property, { seed: plan.seed, numRuns: plan.sequences });
  if (!result.failed) return { met };
  const { counterexample, errorInstance } = result;
  if (!(errorInstance instanceof Disagreement) || counterexample === null) throw errorInstance;
  const name = `twin-core-seed-${plan.seed}`;
  return { met, found: await foundIn(pairs, counterexample[0], name) };
}

const nameOf = (signature: string): string => signature.split("(")[0] as string;

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** Plays the sequence once more, for its recording. */
async function foundIn(pairs: Pairs, sequence: readonly Command[], name: string): Promise<Found> {
  const pair = await pairs.begin();
  try {
    await playSequence(pair, sequence, () => undefined);
  } catch (disagreement) {
    if (disagreement instanceof Disagreement)
      return { disagreement, recording: pair.recording(name, disagreement.message) };
    throw disagreement;
  }
  throw new Error("a sequence on which model and chain disagreed is one on which they agree: something is not told");
}

/** Writes a recording into a folder, beside what is there under its name. @returns the file */
export function saveRecording(recording: Recording, folder: string): string {
  mkdirSync(folder, { recursive: true });
  for (let nth = 1; ; nth++) {
    const file = path.join(folder, `${recording.name}${nth === 1 ? "" : `-${nth}`}.json`);
    if (existsSync(file)) continue;
    writeFileSync(file, `${JSON.stringify(recording, null, 1)}\n`);
    return file;
  }
}
