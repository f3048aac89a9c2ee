import { readFileSync } from "node:fs";
import path from "node:path";
import { readSources } from "../checks/sources.ts";
import type { Change } from "./copy.ts";

export const FOLDER = "test/findings";

/** A finding of somebody's audit, as what must hold here. */
export interface Finding {
  readonly id: string;
  readonly protocol: string;
  readonly class: string;
  /** What must hold, whatever the flawed design was. */
  readonly property: string;
  readonly source: string;
}

/** The change of one place that brings the flawed design back. */
export interface Flaw extends Change {
  readonly id: string;
  /** What the flawed design does. */
  readonly why: string;
}

/** Why a finding has no test of its own: it cannot occur by a rule that another test shows, or its ground is missing. */
export type Untested =
  | {
      readonly id: string;
      readonly is: "by design";
      readonly rule: string;
      readonly where: string;
      readonly test: string;
    }
  | { readonly id: string; readonly is: "missing"; readonly feature: string };

/** A test of findings: its whole title, the findings' ids in it, and its file. */
export interface FindingTest {
  readonly ids: string[];
  readonly title: string;
  readonly file: string;
}

/** The list, in its order. */
export const readFindings = (root: string): Finding[] =>
  JSON.parse(readFileSync(path.join(root, FOLDER, "findings.json"), "utf8"));

export const readFlaws = (root: string): Flaw[] => readAll<Flaw>(root, "flaws");

export const readUntested = (root: string): Untested[] => readAll<Untested>(root, "untested");

function readAll<T>(root: string, folder: string): T[] {
  return readSources(root, [".json"], [path.posix.join(FOLDER, folder)]).flatMap(({ text }) => JSON.parse(text) as T[]);
}

/** The tests of `test/findings` whose title begins with ids of the list: `RZ-H01: …` or `SY-CAN-2, SY-CS-002: …`. */
export function readTests(root: string): FindingTest[] {
  const known = new Set(readFindings(root).map(({ id }) => id));
  return readSources(root, [".test.ts"], [FOLDER]).flatMap(({ path: file, text }) =>
    [...text.matchAll(/(?<![.\w])it\(\s*(["'`])([A-Z][\w-]*(?:, [A-Z][\w-]*)*): ((?:(?!\1).)*)\1/gs)].flatMap(
      (match) => {
        const ids = (match[2] as string).split(", ").filter((id) => known.has(id));
        return ids.length === 0 ? [] : [{ ids, title: `${match[2]}: ${match[3]}`, file }];
      },
    ),
  );
}
