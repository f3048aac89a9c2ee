import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Refused } from "../../lib/refused.ts";
import type { ChunkResult, Shard } from "./chunks.ts";

const SCHEMA_VERSION = 4;

/** How far a deep run has come: what goes on from here counts all of it. */
export interface Progress {
  readonly schemaVersion: number;
  readonly seed: number;
  readonly shard: Shard;
  readonly done: readonly number[];
  readonly sequences: number;
  readonly steps: number;
  /** Sequences of the model alone, to each state of which every invariant was held. */
  readonly alone: number;
  readonly words: Readonly<Record<string, number>>;
}

/** Where a run of a seed and shard is kept. */
export const progressFile = (folder: string, seed: number, { nth, of }: Shard, alone = false): string =>
  path.join(folder, `deep-${seed}-${nth}-of-${of}${alone ? "-alone" : ""}.json`);

/**
 * What has been done of a run, nothing for a new one.
 *
 * @throws Refused for a file that this version did not write; it stays as it is
 */
export function readProgress(file: string, seed: number, shard: Shard): Progress {
  const none = { schemaVersion: SCHEMA_VERSION, seed, shard, done: [], sequences: 0, steps: 0, alone: 0, words: {} };
  if (!existsSync(file)) return none;
  const known = parse(file);
  if (known?.schemaVersion !== SCHEMA_VERSION || known.seed !== seed || !Array.isArray(known.done))
    throw new Refused(
      `${file} is not how far a run of this version and seed has come: move it away, or take another --seed.`,
    );
  return { ...none, ...known };
}

function parse(file: string): Partial<Progress> | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Partial<Progress>;
  } catch {
    return undefined;
  }
}

/** With a chunk more. */
export function withChunk(
  progress: Progress,
  { index, sequences, steps, words }: ChunkResult,
  alone: boolean,
): Progress {
  const all = { ...progress.words };
  for (const [word, times] of words) all[word] = (all[word] ?? 0) + times;
  // in one order, whichever process is done first
  const sorted = Object.fromEntries(Object.entries(all).toSorted(([left], [right]) => (left < right ? -1 : 1)));
  return {
    ...progress,
    done: [...progress.done, index].toSorted((left, right) => left - right),
    sequences: progress.sequences + (alone ? 0 : sequences),
    steps: progress.steps + (alone ? 0 : steps),
    alone: progress.alone + (alone ? sequences : 0),
    words: sorted,
  };
}

/** Whole or not at all: a run that is stopped in between goes on from what was written before. */
export function writeProgress(file: string, progress: Progress): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(progress)}\n`);
  renameSync(`${file}.new`, file);
}
