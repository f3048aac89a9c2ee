/** Plays the chunks that its parent names, one after the other. */
import { checkTwin, saveRecording } from "../core/check.ts";
import { openPairs, type Pairs } from "../core/pair.ts";
import type { PricingRule } from "../../../model/5-lrt/state.ts";
import { checkServices, type Bench as ServiceBench, openBench as openServices } from "../services/check.ts";
import { delegatorTwin } from "../delegator/check.ts";
import { openDelegatorPairs } from "../delegator/pair.ts";
import { reserveTwin } from "../reserve/check.ts";
import { openReservePairs } from "../reserve/pair.ts";
import { restakerTwin } from "../restaker/check.ts";
import { openRestakerPairs } from "../restaker/pair.ts";
import { beaconTwin } from "../beacon/check.ts";
import { openChainPairs } from "../beacon/pair.ts";
import { poolTwin } from "../pool/check.ts";
import { openPoolPairs } from "../pool/pair.ts";
import { checkDrawn, type Twin } from "../shared/drawn.ts";
import { nothingMet } from "../shared/met.ts";
import { isDrawn, saveDrawn, type TwinName } from "../shared/saved-drawn.ts";
import { type Bench, checkVault, openBench } from "../vault/check.ts";
import { save, SCHEMA_VERSION } from "../shared/files.ts";
import { openWorld, type WorldName } from "../invariants/all.ts";
import { Broken, checkWorld } from "../invariants/check.ts";
import { saveBroken } from "../invariants/saved.ts";
import { type Chunk, type ChunkResult, worldOf } from "./chunks.ts";

const STEPS = 30;
const REPORTS = "reports";
const benches = new Map<PricingRule, Bench>();
/** Checks of the twins that play what is drawn, by their names, each opened once. */
const checks = new Map<TwinName, Promise<CheckDrawn>>();
let core: Pairs | undefined;
let services: ServiceBench | undefined;

process.on("message", (chunk: Chunk) => {
  void run(chunk).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      process.stderr.write(`${String((error as Error).stack ?? error)}\n`);
      process.exit(1);
    },
  );
});

async function run(chunk: Chunk): Promise<ChunkResult> {
  const { kind } = chunk;
  if (kind === "core") return runCore(chunk);
  if (kind === "services") return runServices(chunk);
  if (isDrawn(kind)) return runDrawn(chunk, kind);
  const world = worldOf(kind);
  return world === undefined ? runVault(chunk, kind.split(" ")[1] as PricingRule) : runInvariants(chunk, world);
}

async function runVault({ index, seed, sequences }: Chunk, rule: PricingRule): Promise<ChunkResult> {
  const bench = benches.get(rule) ?? (await openBench(rule));
  benches.set(rule, bench);
  const met = nothingMet();
  const found = await checkVault(bench, { seed, sequences, steps: STEPS }, met);
  const done = { index, sequences: met.sequences, steps: met.steps, words: [...met.words] };
  if (found === undefined) return done;
  const { disagreement, steps } = found;
  const name = `twin-vault-${rule}-seed-${seed}`;
  const saved = { schemaVersion: SCHEMA_VERSION, name, description: disagreement.message, rule, steps };
  return { ...done, failure: `${save(saved, REPORTS)}\n${disagreement.message}` };
}

/** Holds invariants to the model alone; one that had nothing to hold it to was not held. */
function runInvariants({ index, seed, sequences }: Chunk, name: WorldName): ChunkResult {
  const { world, invariants } = openWorld(name);
  try {
    const { calls, times } = checkWorld(world, invariants, { seed, sequences });
    const done = { index, sequences, steps: calls, words: [...times] };
    const vacuous = invariants.filter(({ id }) => !times.has(id)).map(({ id }) => id);
    if (vacuous.length === 0) return done;
    return { ...done, failure: `${name}, seed ${seed}: nothing to hold ${vacuous.join(", ")} to` };
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    return {
      index,
      sequences: 0,
      steps: 0,
      words: [],
      failure: `${saveBroken(name, seed, error, REPORTS)}\n${error.message}`,
    };
  }
}

type CheckDrawn = (chunk: Chunk) => Promise<ChunkResult>;

async function runDrawn(chunk: Chunk, name: TwinName): Promise<ChunkResult> {
  const check = checks.get(name) ?? openDrawn(name);
  checks.set(name, check);
  return (await check)(chunk);
}

async function openDrawn(name: TwinName): Promise<CheckDrawn> {
  if (name === "pool") return checkOf(name, poolTwin(await openPoolPairs()));
  if (name === "reserve") return checkOf(name, reserveTwin(await openReservePairs()));
  if (name === "delegator") return checkOf(name, delegatorTwin(await openDelegatorPairs()));
  if (name === "restaker") return checkOf(name, restakerTwin(await openRestakerPairs()));
  return checkOf(name, beaconTwin(await openChainPairs(name === "beacon gloas" ? "gloas" : "electra")));
}

function checkOf<Step>(name: TwinName, twin: Twin<Step>): CheckDrawn {
  return async ({ index, seed, sequences }) => {
    const met = nothingMet();
    const found = await checkDrawn(twin, { seed, sequences }, met);
    const words = [...met.words].map(([word, times]) => [`${name.split(" ")[0]}: ${word}`, times] as const);
    const done = { index, sequences: met.sequences, steps: met.steps, words };
    if (found === undefined) return done;
    return { ...done, failure: `${saveDrawn(name, seed, found, REPORTS)}\n${found.disagreement.message}` };
  };
}

async function runCore({ index, seed, sequences }: Chunk): Promise<ChunkResult> {
  core ??= await openPairs();
  const { met, found } = await checkTwin(core, { seed, sequences, steps: STEPS });
  const words = [...met.actions, ...met.errors];
  const done = { index, sequences: met.sequences, steps: met.steps, words };
  if (found === undefined) return done;
  return { ...done, failure: `${saveRecording(found.recording, REPORTS)}\n${found.disagreement.message}` };
}

async function runServices({ index, seed, sequences }: Chunk): Promise<ChunkResult> {
  services ??= await openServices();
  const met = nothingMet();
  const found = await checkServices(services, { seed, sequences, steps: STEPS }, met);
  const done = { index, sequences: met.sequences, steps: met.steps, words: [...met.words] };
  if (found === undefined) return done;
  const { disagreement, steps } = found;
  const name = `twin-services-seed-${seed}`;
  const saved = { schemaVersion: SCHEMA_VERSION, name, description: disagreement.message, services: true, steps };
  return { ...done, failure: `${save(saved, REPORTS)}\n${disagreement.message}` };
}
