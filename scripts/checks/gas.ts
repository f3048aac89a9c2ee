import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import type { GasFlows } from "../plugins/test-results/gas.ts";

export const GAS_SNAPSHOT = "test/gas-snapshot.json";
/** Where a run of the flows alone writes what they cost. */
export const FLOWS_DIRECTORY = "cache/test-results/flows";
/** A change of up to half a percent is noise of the compiler, not news. */
const TOLERANCE = 0.005;

/** Holds the flows that were just measured against the committed ones: dearer, cheaper, new and gone are all findings. */
export function compareGas(committed: GasFlows, measured: GasFlows): string[] {
  const before = flatten(committed);
  const now = flatten(measured);
  const names = [...new Set([...before.keys(), ...now.keys()])].toSorted();
  return names.flatMap((name) => {
    const was = before.get(name);
    const is = now.get(name);
    if (was === undefined) return [`${name}: ${is} gas, not in the snapshot`];
    if (is === undefined) return [`${name}: was ${was} gas, not measured now`];
    if (Math.abs(is - was) <= was * TOLERANCE) return [];
    const percent = (100 * (is - was)) / was;
    return [`${name}: ${was} -> ${is} gas (${percent > 0 ? "+" : ""}${percent.toFixed(1)} %)`];
  });
}

/** Runs the tests marked [gas], and no others. @returns whether they passed */
export function measureFlows(root: string): boolean {
  rmSync(path.join(root, FLOWS_DIRECTORY), { recursive: true, force: true });
  const options = ["--no-typechain", "--test-results", FLOWS_DIRECTORY, "--gas-flows"];
  const { status } = spawnSync("hardhat", [...options, "test", "mocha", "--grep", "\\[gas\\]"], {
    stdio: "inherit",
    cwd: root,
    shell: process.platform === "win32",
  });
  return status === 0;
}

/** The same for what a run has left in `directory`. */
export function checkGas(root: string, directory: string): string[] {
  const findings = compareGas(
    readFlows(path.join(root, GAS_SNAPSHOT)),
    readFlows(path.join(root, directory, "gas.json")),
  );
  return findings.length === 0
    ? []
    : [...findings, "if that is meant: npm run gas:snapshot, and commit the change with its reason"];
}

function readFlows(file: string): GasFlows {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as GasFlows) : {};
}

function flatten(flows: GasFlows): Map<string, number> {
  return new Map(
    Object.entries(flows).flatMap(([title, calls]) =>
      Object.entries(calls).flatMap(([call, gas]) =>
        gas.map((units, index): [string, number] => [
          `${title} / ${call}${gas.length > 1 ? ` #${index + 1}` : ""}`,
          units,
        ]),
      ),
    ),
  );
}
