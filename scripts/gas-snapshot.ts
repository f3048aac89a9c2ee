/** `npm run gas:snapshot`: measures the tests marked [gas] and writes what they cost to the committed snapshot. */
import { spawnSync } from "node:child_process";
import { copyFileSync } from "node:fs";
import { GAS_SNAPSHOT } from "./checks/gas.ts";
import { RESULTS_DIRECTORY } from "./gates/plan.ts";

const run = spawnSync("hardhat", ["--test-results", RESULTS_DIRECTORY, "test", "mocha", "--grep", "\\[gas\\]"], {
  stdio: "inherit",
  shell: process.platform === "win32",
});
if (run.status === 0) copyFileSync(`${RESULTS_DIRECTORY}/gas.json`, GAS_SNAPSHOT);
process.exitCode = run.status ?? 1;
