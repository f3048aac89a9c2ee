/**
 * `npm run test:setup [-- --rounds N] [-- --seed N]`: set-up on a real copy of this repository, with the real npm and the
 * system's Node: a first run, damages, and installs killed at random times. After each, the next
 * `npm test` must install, run tests and count more than none. Takes a minute a round, and needs the registry.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { commandLineOf, numberOf } from "./lib/command-line.ts";
import { copyWorkingTree } from "./lib/working-tree.ts";

const { values } = commandLineOf({
  rounds: { type: "string", default: "6" },
  seed: { type: "string", default: "1" },
});
const rounds = numberOf(values.rounds, "rounds", 0, 1_000);
const seed = numberOf(values.seed, "seed", 0, Number.MAX_SAFE_INTEGER);
const root = path.dirname(import.meta.dirname);
const directory = path.join(mkdtempSync(path.join(tmpdir(), "restaking-ladder-")), "clone");
const cleanPath = (process.env.PATH ?? "").split(":").filter((one) => !one.includes("node_modules"));
const environment = { ...process.env, PATH: cleanPath.join(":") };
/** One quick gate that runs tests: what matters is that the count is not nought. */
const command = ["test", "--", "--grep", "TLS-01"];

copyWorkingTree(root, directory);
console.log(`in ${directory}, seed ${seed}`);
expectTests("without node_modules");

truncateSync(path.join(directory, "node_modules/node/bin/node"));
expectTests("with the private Node emptied");

rmSync(path.join(directory, "node_modules/ethers"), { recursive: true });
expectTests("with a package deleted");

truncateSync(path.join(directory, "node_modules/solc/soljson.js"), 1_000);
expectTests("with a file cut short");

let state = BigInt(seed);
for (let round = 1; round <= rounds; round++) {
  const victim = (["everything", "set-up alone", "npm alone"] as const)[round % 3] ?? "everything";
  const milliseconds = 500 + (random() % 35_000);
  rmSync(path.join(directory, "node_modules"), { recursive: true, force: true });
  await killAfter(milliseconds, victim);
  expectTests(`after a kill of ${victim} at ${(milliseconds / 1000).toFixed(1)} s`);
}
rmSync(path.dirname(directory), { recursive: true });
console.log("set-up heals");

function expectTests(circumstances: string): void {
  const started = performance.now();
  const run = spawnSync("npm", command, { cwd: directory, env: environment, encoding: "utf8" });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const passed = Number(/^(\d+) passed, 0 failed$/m.exec(run.stdout)?.[1] ?? 0);
  console.log(
    `${run.status === 0 && passed > 0 ? "ok  " : "FAIL"} ${circumstances}: ${passed} tests passed, ${seconds} s`,
  );
  if (run.status === 0 && passed > 0) return;
  console.log(run.stdout, run.stderr, `exit code ${run.status}; left as it is in ${directory}`);
  process.exit(1);
}

/** Starts the command and kills, without a chance to clean up: all of it, only set-up, or only the npm that set-up runs. */
async function killAfter(milliseconds: number, victim: "everything" | "set-up alone" | "npm alone"): Promise<void> {
  const child = spawn("npm", command, { cwd: directory, env: environment, stdio: "ignore", detached: true });
  const ended = new Promise((resolve) => child.once("close", resolve));
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  const lock = readLock();
  const pid = victim === "set-up alone" ? lock?.pid : victim === "npm alone" ? lock?.child : undefined;
  try {
    process.kill(pid ?? -(child.pid ?? 0), "SIGKILL");
  } catch {
    // it has ended by itself: the install was done
  }
  if (victim !== "set-up alone") await ended;
}

function readLock(): { pid?: number; child?: number } | undefined {
  try {
    return JSON.parse(readFileSync(path.join(directory, ".setup.lock"), "utf8")) as { pid?: number; child?: number };
  } catch {
    return undefined;
  }
}

/** A small linear congruential generator, so that a seed gives the same kills again. */
function random(): number {
  state = (state * 6364136223846793005n + 1442695040888963407n) % 2n ** 64n;
  return Number(state >> 33n);
}
