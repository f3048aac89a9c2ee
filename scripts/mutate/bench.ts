import { spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { BadOption } from "../lib/command-line.ts";
import { collectMutants } from "./collect.ts";
import { compileMutants } from "./compile.ts";
import { judgeAll } from "./lanes.ts";
import { FORGETFUL, MUTATE_CACHE } from "./memory.ts";
import { testsOf } from "./run.ts";
import { type Selection, select } from "./select.ts";
import { readBuilds } from "./syntax.ts";

/** How many mutants an hour each way tries, on the same mutants and as many processes. */
export interface Measured {
  readonly rung: number;
  readonly mutants: number;
  /** Processes beside each other. */
  readonly jobs: number;
  readonly seconds: { readonly together: number; readonly oneByOne: number };
  readonly anHour: { readonly together: number; readonly oneByOne: number };
  readonly ratio: number;
}

/** Tries the same mutants twice: all in one compile, and each with a compile and a run of the rung's tests of its own. */
export async function measure(
  root: string,
  selection: Selection,
  lanes: number,
  say: (text: string) => void,
): Promise<Measured> {
  const [rung] = selection.rungs;
  if (rung === undefined || selection.rungs.length > 1) throw new BadOption("--bench takes one rung: add --rung 2.");
  const builds = readBuilds(root);
  const chosen = select(collectMutants(builds), selection);
  const tests = testsOf(root, rung);
  const folder = path.join(root, MUTATE_CACHE, `bench-${process.pid}`);
  mkdirSync(path.dirname(folder), { recursive: true });
  const together = await seconds(async () => {
    const kept = await compileMutants(root, builds, chosen, folder);
    await judgeAll(folder, kept, tests, lanes, FORGETFUL, {
      onVerdict: () => undefined,
      onFile: (file, note) => say(`${file}: ${note}`),
    });
    rmSync(folder, { recursive: true });
  });
  say(`${chosen.length} mutants together: ${together.toFixed(0)} s`);
  const waiting = [...chosen];
  const oneByOne = await seconds(async () => {
    const lane = async (): Promise<void> => {
      for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
        const own = `${folder}-${mutant.number}`;
        await compileMutants(root, builds, [mutant], own, mutant.number);
        const code = await runTests(root, own, tests);
        say(`${mutant.id} by itself: ${code === 0 ? "survived" : "killed"}, ${waiting.length} to go`);
        rmSync(own, { recursive: true });
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  });
  const anHour = (took: number): number => (3_600 * chosen.length) / took;
  say(
    `${chosen.length} mutants one by one: ${oneByOne.toFixed(0)} s, ${(oneByOne / together).toFixed(1)} times as long`,
  );
  return {
    rung,
    mutants: chosen.length,
    jobs: lanes,
    seconds: { together, oneByOne },
    anHour: { together: anHour(together), oneByOne: anHour(oneByOne) },
    ratio: oneByOne / together,
  };
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1_000;
}

/** One run of the rung's tests, to the first that fails. */
function runTests(root: string, artifacts: string, tests: readonly string[]): Promise<number | null> {
  const hardhat = path.join(root, "node_modules/hardhat/dist/src/cli.js");
  const options = [
    "--no-typechain",
    "test",
    "mocha",
    "--no-compile",
    "--bail",
    "--grep-exclude",
    "\\[(gas|uninstrumented)\\]",
  ];
  const child = spawn(process.execPath, [hardhat, ...options, ...tests], {
    cwd: root,
    env: { ...process.env, LADDER_MUTANTS: artifacts },
    stdio: "ignore",
  });
  return new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
}
