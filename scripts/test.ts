/**
 * `npm test`: runs every gate, prints one line each, then the output of those that failed.
 *
 *   npm test                       everything
 *   npm test -- --grep QUE-07      build, and only the tests whose title matches
 *   npm test -- --gate types       only the named gates (repeatable)
 *
 * The last line is `N passed, N failed`: tests as the runners count them, and each failed gate
 * that runs no tests (or fell before it could) as one failure. Exits 1 unless nothing failed and
 * at least one test ran.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import type { Outcome } from "./gates/gate.ts";
import { commandLineOf, refuse } from "./lib/command-line.ts";
import { didYouMean } from "./lib/suggest.ts";
import { plan, RESULTS_DIRECTORY } from "./gates/plan.ts";
import { PARTS } from "./plugins/test-results/part.ts";
import { countTests, readResults } from "./gates/results.ts";
import { runGates, startGate } from "./gates/run.ts";
import { showRunning } from "./gates/status.ts";

/** More lines of a failed gate than this stay in its log. */
const MOST_LINES = 120;

const { values } = commandLineOf({ gate: { type: "string", multiple: true }, grep: { type: "string" } });

const all = plan(values.grep === undefined ? [] : ["--grep", values.grep]);
const wanted =
  values.gate ?? (values.grep === undefined ? all.map(({ name }) => name) : ["build", ...PARTS, "solidity"]);
const unknown = wanted.filter((name) => !all.some((gate) => gate.name === name));
for (const name of unknown)
  refuse(
    `There is no gate "${name}": ${didYouMean(
      name,
      all.map((gate) => gate.name),
    )}`,
  );
const needsBuild = all.some(({ name, after = [] }) => wanted.includes(name) && after.includes("build"));
const gates = all.filter(({ name }) => wanted.includes(name) || (needsBuild && name === "build"));

for (const { name, runsTests } of gates) {
  if (runsTests === true) rmSync(path.join(RESULTS_DIRECTORY, `${name}.json`), { force: true });
}
const slots = Math.max(2, Math.min(4, availableParallelism()));
const status = showRunning();
const outcomes = await runGates(gates, slots, printLine, async (gate) => {
  status.add(gate.name);
  return await startGate(gate).finally(() => status.remove(gate.name));
});
status.end();

for (const { gate, output } of outcomes.filter(({ state }) => state === "failed")) {
  const log = path.join(RESULTS_DIRECTORY, `${gate.name}.log`);
  mkdirSync(RESULTS_DIRECTORY, { recursive: true });
  writeFileSync(log, output);
  console.log(`\n--- ${gate.name} ---\n${shorten(withoutPasses(output), log)}`);
}

const expectTests = gates.some(({ runsTests }) => runsTests === true);
const counts = countTests(expectTests ? readResults(RESULTS_DIRECTORY) : [], outcomes);
if (expectTests && counts.passed + counts.failed === 0) console.log("\nno test ran");
console.log(`\n${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed > 0 || (expectTests && counts.passed === 0) ? 1 : 0;

function printLine({ gate, state, seconds, output }: Outcome): void {
  const mark = { passed: "ok  ", failed: "FAIL", "not run": "--  " }[state];
  const note = state === "not run" ? `not run: ${output}` : gate.promise;
  status.clear();
  console.log(`${mark} ${gate.name.padEnd(13)} ${`${seconds.toFixed(1)} s`.padStart(8)}  ${note}`);
}

function withoutPasses(output: string): string {
  return output
    .split("\n")
    .filter((line) => !line.trimStart().startsWith("✔"))
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

function shorten(text: string, log: string): string {
  const lines = text.split("\n");
  if (lines.length <= MOST_LINES) return text;
  return `${lines.slice(0, MOST_LINES).join("\n")}\n... ${lines.length - MOST_LINES} more lines in ${log}`;
}
