import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { PARTS } from "../plugins/test-results/part.ts";
import type { TestRecord } from "../plugins/test-results/record.ts";
import type { Outcome } from "./gate.ts";

/** What the runners wrote in this run; a runner that fell early has written nothing. */
export function readResults(directory: string): TestRecord[] {
  return [...PARTS, "solidity"]
    .map((runner) => path.join(directory, `${runner}.json`))
    .filter((file) => existsSync(file))
    .flatMap((file) => JSON.parse(readFileSync(file, "utf8")) as TestRecord[]);
}

/** Tests passed and failed; a failed gate without a failed test of its own counts as one failure. */
export function countTests(records: TestRecord[], outcomes: Outcome[]): { passed: number; failed: number } {
  const count = (state: TestRecord["state"]): number => records.filter((record) => record.state === state).length;
  const silent = outcomes.filter(
    ({ gate, state }) =>
      state === "failed" && !records.some((record) => record.runner === gate.name && record.state === "failed"),
  );
  return { passed: count("passed"), failed: count("failed") + silent.length };
}
