/**
 * `npm run test:deep`: draws sequences for as long as it is given, plays them on model and contracts side by side, and holds
 * the invariants to every state of the model alone. Exit 0 when nothing was found, 1 when something was, 2 for what cannot
 * be meant.
 */
import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import path from "node:path";
import { BadOption, readCommandLine, wholeNumber } from "../../lib/command-line.ts";
import { makeReady } from "../../lib/ready.ts";
import { EXIT, Refused } from "../../lib/refused.ts";
import { KINDS as BEACON_KINDS } from "../beacon/kinds.ts";
import { OF_QUEUE_ALONE, KINDS as POOL_KINDS } from "../pool/kinds.ts";
import { KINDS as DELEGATOR_KINDS, REFUSED_TO_ALL as REFUSED_TO_ALL_OF_DELEGATOR } from "../delegator/kinds.ts";
import { KINDS as RESERVE_KINDS, REFUSED_TO_ALL } from "../reserve/kinds.ts";
import { DRAWN as RESTAKER_KINDS, REFUSED_TO_ALL as REFUSED_TO_ALL_OF_RESTAKER } from "../restaker/kinds.ts";
import { KINDS as SERVICE_KINDS } from "../services/draw.ts";
import { EVENTS as SERVICE_EVENTS, MEETABLE as SERVICE_ERRORS } from "../services/errors.ts";
import { FAMILIES } from "../invariants/all.ts";
import { KINDS } from "../vault/draw.ts";
import { MEETABLE } from "../vault/errors.ts";
import { STATES } from "../vault/states.ts";
import { chunkAt, type ChunkResult, isOfShard, ROUND, ROUND_ALONE, type Shard, worldOf } from "./chunks.ts";
import { type Progress, progressFile, readProgress, withChunk, writeProgress } from "./progress.ts";

const REPORTS = "reports";
const MINUTE = 60_000;
const MOST_CHUNKS = 1_000_000;

/** What a long run is to have met. */
const WANTED: readonly string[] = [
  ...[...KINDS, ...MEETABLE, ...STATES, ...SERVICE_KINDS, ...SERVICE_ERRORS, ...SERVICE_EVENTS],
  ...POOL_KINDS.filter((kind) => !OF_QUEUE_ALONE.has(kind)).map((kind) => `pool: ${kind}`),
  ...BEACON_KINDS.filter((kind) => kind !== "eject").map((kind) => `beacon: ${kind}`),
  ...RESERVE_KINDS.filter((kind) => kind !== REFUSED_TO_ALL).map((kind) => `reserve: ${kind}`),
  ...DELEGATOR_KINDS.filter((kind) => !REFUSED_TO_ALL_OF_DELEGATOR.includes(kind)).map((kind) => `delegator: ${kind}`),
  ...RESTAKER_KINDS.filter((kind) => kind !== REFUSED_TO_ALL_OF_RESTAKER).map((kind) => `restaker: ${kind}`),
];

/** The invariants, each of which must have had something to hold it to. */
const IDS: readonly string[] = Object.values(FAMILIES).flatMap(({ beacon, pool, core, vault, defi }) =>
  [...beacon, ...pool, ...core, ...vault, ...defi].map(({ id }) => id),
);

const OPTIONS = {
  minutes: { type: "string", default: "10" },
  seed: { type: "string" },
  shard: { type: "string", default: "1/1" },
  chunks: { type: "string" },
  alone: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  play: { type: "string" },
} as const;

try {
  const { values } = readCommandLine(process.argv.slice(2), OPTIONS, {
    takes: { minutes: "how long", seed: "a whole number", shard: "i/n", chunks: "how many", play: "a saved sequence" },
  });
  const minutes = wholeNumber(values.minutes, "minutes", 1, 100_000);
  const seed = wholeNumber(values.seed ?? String(Date.now() % 1_000_000_000), "seed", 0, 2 ** 31 - 1);
  const shard = shardOf(values.shard);
  const chunks = wholeNumber(values.chunks ?? String(MOST_CHUNKS), "chunks", 1, MOST_CHUNKS);
  if (values.play === undefined)
    process.exitCode = await deep({ minutes, seed, shard, chunks, alone: values.alone, json: values.json });
  else process.exitCode = await playOne(values.play);
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = EXIT.refused;
}

/** @throws BadOption */
function shardOf(text: string): Shard {
  const [, nth, of] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const shard = { nth: Number(nth), of: Number(of) };
  if (nth === undefined || shard.nth < 1 || shard.nth > shard.of)
    throw new BadOption(`--shard takes i/n with i from 1 to n, not "${text}".`);
  return shard;
}

async function playOne(file: string): Promise<number> {
  const { playFile } = await import("./play.ts");
  const { line, agrees } = await playFile(path.resolve(file), makeReady);
  console.log(line);
  return agrees ? EXIT.done : EXIT.failed;
}

interface Run {
  readonly minutes: number;
  readonly seed: number;
  readonly shard: Shard;
  /** How many of the shard's at most, counted with those of earlier runs. */
  readonly chunks: number;
  /** The model by itself, without a chain. */
  readonly alone: boolean;
  readonly json: boolean;
}

async function deep({ minutes, seed, shard, chunks, alone, json }: Run): Promise<number> {
  const say = (line: string): void => void process[json ? "stderr" : "stdout"].write(`${line}\n`);
  const file = progressFile(REPORTS, seed, shard, alone);
  const round = alone ? ROUND_ALONE : ROUND;
  let progress = readProgress(file, seed, shard);
  const workers = availableParallelism();
  say(`seed ${seed}, shard ${shard.nth}/${shard.of}, ${minutes} minutes on ${workers} processes`);
  if (progress.done.length > 0) say(`goes on after ${progress.done.length} chunks (${file})`);
  await makeReady();
  const end = Date.now() + minutes * MINUTE;
  const failures: string[] = [];
  const taken = new Set(progress.done);
  let next = 0;
  const take = (): number => {
    while (taken.has(next) || !isOfShard(next, shard)) next++;
    taken.add(next);
    return next;
  };
  const heard = (result: ChunkResult): void => {
    if (result.failure !== undefined) return void failures.push(result.failure);
    const { kind } = chunkAt(seed, result.index, round);
    progress = withChunk(progress, result, worldOf(kind) !== undefined);
    writeProgress(file, progress);
  };
  await Promise.all(
    Array.from({ length: workers }, () =>
      work(
        () =>
          Date.now() < end && failures.length === 0 && taken.size < chunks ? chunkAt(seed, take(), round) : undefined,
        heard,
      ),
    ),
  );
  const wanted = alone ? IDS : [...WANTED, ...IDS];
  const unmet = wanted.filter((word) => !(word in progress.words));
  if (json) console.log(JSON.stringify({ ...progress, unmet, failures }, null, 2));
  else report(progress, unmet, failures);
  say(
    `again, or further: npm run test:deep -- --seed ${seed}${shard.of === 1 ? "" : ` --shard ${shard.nth}/${shard.of}`}${alone ? " --alone" : ""}`,
  );
  return failures.length === 0 ? EXIT.done : EXIT.failed;
}

/** One process that plays chunks until there are none. */
function work(nextChunk: () => object | undefined, heard: (result: ChunkResult) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = fork(path.join(import.meta.dirname, "run.ts"));
    const give = (): void => {
      const chunk = nextChunk();
      if (chunk === undefined) child.disconnect();
      else child.send(chunk);
    };
    child.on("message", (result: ChunkResult) => {
      heard(result);
      give();
    });
    child.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`a process of the run ended with ${code}`))));
    give();
  });
}

function report(progress: Progress, unmet: readonly string[], failures: readonly string[]): void {
  const { sequences, steps, alone, words } = progress;
  console.log(`side by side: ${sequences} sequences, ${steps} steps`);
  console.log(`model alone: ${alone} sequences, each state of which every invariant was held to`);
  if (alone > 0) console.log(`held so often: ${IDS.map((id) => `${id} ${words[id] ?? 0}`).join(", ")}`);
  if (unmet.length > 0) console.log(`not met yet: ${unmet.join(", ")}`);
  for (const failure of failures) console.log(failure);
}
