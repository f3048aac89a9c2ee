import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Operator } from "./mutant.ts";
import type { Measured } from "./bench.ts";
import { mutantsPage, PAGE } from "./page.ts";
import type { Reason, RungResult } from "./run.ts";

const PUBLISHED = "scripts/mutate/published.json";
const MEASURED = "scripts/mutate/measured.json";
const REASONS = "scripts/mutate/reasons.json";

/** A survivor as it is published. */
export interface Survivor {
  readonly id: string;
  readonly file: string;
  readonly line: number;
  readonly operator: Operator;
  readonly before: string;
  readonly after: string;
  readonly reached: boolean;
}

/** A rung as it is published. */
export interface PublishedRung {
  readonly rung: number;
  /** All mutants that the rung has. */
  readonly of: number;
  readonly seed: number;
  readonly tried: number;
  readonly notCompiled: number;
  /** Mutants that were tried and that died, by operator. */
  readonly operators: Readonly<Record<string, { readonly tried: number; readonly killed: number }>>;
  readonly survivors: readonly Survivor[];
}

const read = <T>(root: string, file: string): T => JSON.parse(readFileSync(path.join(root, file), "utf8")) as T;

export const readReasons = (root: string): Reason[] => read(root, REASONS);
export const readMeasured = (root: string): Measured => read(root, MEASURED);
export const readPublished = (root: string): PublishedRung[] => read(root, PUBLISHED);

/** Writes what a run has found, in place of what was known of its rungs, and the page. */
export function publish(root: string, results: readonly RungResult[]): void {
  const fresh = results.map(published);
  const others = readPublished(root).filter(({ rung }) => fresh.every((one) => one.rung !== rung));
  const all = [...others, ...fresh].toSorted((a, b) => a.rung - b.rung);
  writeFileSync(path.join(root, PUBLISHED), `${JSON.stringify(all, null, 2)}\n`);
  writePage(root);
}

/** Writes how fast it is, and the page. */
export function publishMeasured(root: string, measured: Measured): void {
  writeFileSync(path.join(root, MEASURED), `${JSON.stringify(measured, null, 2)}\n`);
  writePage(root);
}

/** Writes the page from what is published why survivors live, and how fast it is. */
export function writePage(root: string): void {
  writeFileSync(path.join(root, PAGE), mutantsPage(readPublished(root), readReasons(root), readMeasured(root)));
}

function published({ rung, of, seed, verdicts, notCompiled }: RungResult): PublishedRung {
  const operators: Record<string, { tried: number; killed: number }> = {};
  for (const { mutant, verdict } of verdicts) {
    const { tried, killed } = operators[mutant.operator] ?? { tried: 0, killed: 0 };
    operators[mutant.operator] = { tried: tried + 1, killed: killed + (verdict.is === "killed" ? 1 : 0) };
  }
  const survivors = verdicts
    .flatMap(({ mutant: { id, file, line, operator, before, after }, verdict }) =>
      verdict.is === "survived" ? [{ id, file, line, operator, before, after, reached: verdict.reached }] : [],
    )
    .toSorted((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
  return { rung, of, seed, tried: verdicts.length, notCompiled, operators, survivors };
}
