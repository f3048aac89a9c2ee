/**
 * `npm run mutate`: breaks the contracts of rungs 2 to 6 in one place at a time, and says which slips the tests of the
 * rung do not see. All mutants are compiled at once, and only tests that reach one are run on it; what is known already is
 * not tried again. Exit 0 when fewer than 5 % survive that are not equivalent, 1 when more do, 2 for what cannot be meant.
 */
import { availableParallelism } from "node:os";
import { BadOption, readCommandLine, wholeNumber } from "../lib/command-line.ts";
import { makeReady } from "../lib/ready.ts";
import { EXIT } from "../lib/refused.ts";
import { RUNGS } from "./collect.ts";
import { publish, publishMeasured, readReasons } from "./published.ts";
import { run, total } from "./run.ts";

const OPTIONS = {
  rung: { type: "string", multiple: true },
  sample: { type: "string", default: "30" },
  all: { type: "boolean", default: false },
  seed: { type: "string", default: "1" },
  only: { type: "string", default: "" },
  shard: { type: "string", default: "1/1" },
  jobs: { type: "string", default: String(Math.min(8, availableParallelism())) },
  fresh: { type: "boolean", default: false },
  bench: { type: "boolean", default: false },
  write: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
} as const;

try {
  const { values } = readCommandLine(process.argv.slice(2), OPTIONS, {
    takes: { rung: "2 to 6", sample: "mutants of each rung", seed: "a whole number", shard: "i/n", jobs: "processes" },
  });
  const sample = wholeNumber(values.sample, "sample", 1, 1_000_000);
  const rungs = [
    ...new Set((values.rung ?? RUNGS.map(String)).map((one) => wholeNumber(one, "rung", 2, 6))),
  ].toSorted();
  const selection = {
    rungs,
    only: values.only,
    ...(values.all ? {} : { sample }),
    seed: wholeNumber(values.seed, "seed", 0, 2 ** 31 - 1),
    shard: shardOf(values.shard),
  };
  const lanes = wholeNumber(values.jobs, "jobs", 1, 64);
  if (values.write && (values.only !== "" || values.shard !== "1/1"))
    throw new BadOption("--write publishes a whole sample: leave --only and --shard out.");
  const hre = await makeReady();
  const say = (text: string): void => void (values.json ? process.stderr : process.stdout).write(`${text}\n`);
  const { root } = hre.config.paths;
  if (values.bench) {
    const { measure } = await import("./bench.ts");
    const measured = await measure(root, selection, lanes, say);
    if (values.write) publishMeasured(root, measured);
    if (values.json) process.stdout.write(`${JSON.stringify(measured, null, 1)}\n`);
    process.exitCode = measured.ratio >= 5 ? EXIT.done : EXIT.failed;
  } else {
    const results = await run(root, selection, lanes, values.fresh, say);
    if (values.write) publish(root, results);
    const { score, tried, unexplained } = total(results, readReasons(root));
    if (values.json) process.stdout.write(`${JSON.stringify({ seed: selection.seed, results }, null, 1)}\n`);
    say(
      `${tried} mutants, ${(100 * score).toFixed(1)} % of those that are not equivalent die, ${unexplained} without a reason`,
    );
    process.exitCode = score >= 0.95 ? EXIT.done : EXIT.failed;
  }
} catch (error) {
  if (!(error instanceof BadOption)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = EXIT.refused;
}

/** @throws BadOption */
function shardOf(text: string): { nth: number; of: number } {
  const [, nth, of] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const shard = { nth: Number(nth), of: Number(of) };
  if (nth === undefined || shard.nth < 1 || shard.nth > shard.of)
    throw new BadOption(`--shard takes i/n with i from 1 to n, not "${text}".`);
  return shard;
}
