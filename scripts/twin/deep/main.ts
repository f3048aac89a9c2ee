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
import { KINDS } from "../vault/draw.ts";
import { MEETABLE } from "../vault/errors.ts";
import { KINDS as SERVICE_KINDS } from "../services/draw.ts";
import { EVENTS as SERVICE_EVENTS, MEETABLE as SERVICE_ERRORS } from "../services/errors.ts";
import type { Saved as SavedServices } from "../services/saved.ts";
import { load as loadVault, type Saved } from "../vault/saved.ts";
import { STATES } from "../vault/states.ts";
import { chunkAt, type ChunkResult, isOfShard, type Shard } from "./chunks.ts";
import { type Progress, progressFile, readProgress, withChunk, writeProgress } from "./progress.ts";

const REPORTS = "reports";
const MINUTE = 60_000;

const OPTIONS = {
  minutes: { type: "string", default: "10" },
  seed: { type: "string" },
  shard: { type: "string", default: "1/1" },
  play: { type: "string" },
} as const;

try {
  const { values } = readCommandLine(process.argv.slice(2), OPTIONS, {
    takes: { minutes: "how long", seed: "a whole number", shard: "i/n", play: "a saved sequence" },
  });
  const minutes = wholeNumber(values.minutes, "minutes", 1, 100_000);
  const seed = wholeNumber(values.seed ?? String(Date.now() % 1_000_000_000), "seed", 0, 2 ** 31 - 1);
  const shard = shardOf(values.shard);
  if (values.play === undefined) process.exitCode = await deep(minutes, seed, shard);
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

async function playOne(given: string): Promise<number> {
  const file = path.resolve(given);
  const { read } = await import("../shared/files.ts");
  const isOfServices = "services" in read(file);
  const saved = isOfServices ? (await import("../services/saved.ts")).load(file) : loadVault(file);
  await makeReady();
  const { Disagreement } = await import("../shared/disagreement.ts");
  try {
    if ("services" in saved) await playServices(saved);
    else await playVault(saved);
    console.log(`${saved.name}: ${saved.steps.length} steps, 0 differences`);
    return EXIT.done;
  } catch (error) {
    if (!(error instanceof Disagreement)) throw error;
    console.log(`${saved.name}: ${error.message}`);
    return EXIT.failed;
  }
}

async function playVault(saved: Saved): Promise<void> {
  const { openBench } = await import("../vault/check.ts");
  const { playSaved } = await import("../vault/play.ts");
  await playSaved(await openBench(saved.rule), saved);
}

async function playServices(saved: SavedServices): Promise<void> {
  const { openBench, playSaved } = await import("../services/check.ts");
  await playSaved(await openBench(), saved);
}

async function deep(minutes: number, seed: number, shard: Shard): Promise<number> {
  const file = progressFile(REPORTS, seed, shard);
  let progress = readProgress(file, seed, shard);
  const workers = availableParallelism();
  console.log(`seed ${seed}, shard ${shard.nth}/${shard.of}, ${minutes} minutes on ${workers} processes`);
  if (progress.done.length > 0) console.log(`goes on after ${progress.done.length} chunks (${file})`);
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
    const { kind } = chunkAt(seed, result.index);
    progress = withChunk(progress, result, kind.startsWith("invariants"));
    writeProgress(file, progress);
  };
  await Promise.all(
    Array.from({ length: workers }, () =>
      work(() => (Date.now() < end && failures.length === 0 ? chunkAt(seed, take()) : undefined), heard),
    ),
  );
  report(progress, failures, seed, shard);
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

function report(progress: Progress, failures: readonly string[], seed: number, { nth, of }: Shard): void {
  const { sequences, steps, alone, words } = progress;
  console.log(`side by side: ${sequences} sequences, ${steps} steps`);
  console.log(`model alone: ${alone} sequences, each state of which every invariant was held to`);
  const ofServices = [...SERVICE_KINDS, ...SERVICE_ERRORS, ...SERVICE_EVENTS];
  const unmet = [...KINDS, ...MEETABLE, ...STATES, ...ofServices].filter((word) => !(word in words));
  if (unmet.length > 0) console.log(`not met yet: ${unmet.join(", ")}`);
  for (const failure of failures) console.log(failure);
  console.log(`again, or further: npm run test:deep -- --seed ${seed}${of === 1 ? "" : ` --shard ${nth}/${of}`}`);
}
