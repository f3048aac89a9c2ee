import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** One test that a runner reached. A failing hook counts as a failed test of its own. */
export interface TestRecord {
  /** `mocha`, `solidity`, or the part of the mocha tests. */
  runner: string;
  /** The path from the repository's root, with forward slashes. */
  file: string;
  title: string;
  state: "passed" | "failed" | "skipped";
  milliseconds: number;
  /** Of a mocha test that failed: what it threw. */
  error?: { message: string; stack: string };
}

/** Writes the records of one runner, sorted so that two equal runs give equal files. */
export function writeRecords(directory: string, runner: TestRecord["runner"], records: TestRecord[]): void {
  const sorted = records.toSorted((a, b) => compare(a.file, b.file) || compare(a.title, b.title));
  mkdirSync(directory, { recursive: true });
  writeFileSync(path.join(directory, `${runner}.json`), `${JSON.stringify(sorted, null, 1)}\n`);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
