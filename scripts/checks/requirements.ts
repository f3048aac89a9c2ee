import { readFileSync } from "node:fs";
import path from "node:path";
import type { TestRecord } from "../plugins/test-results/record.ts";

const FILE = "docs/requirements.md";
const ROW = /^\|\s*([A-Z]{3}-\d{2,})\s*\|\s*(.*?)\s*\|\s*$/;

/** One row of the tables of docs/requirements.md. */
export interface Requirement {
  id: string;
  text: string;
  line: number;
}

/** The rows of every table in the text, in order; rows that look like one but have no such id are left out. */
export function readRequirements(text: string): Requirement[] {
  return text.split("\n").flatMap((line, index) => {
    const [, id, what] = ROW.exec(line) ?? [];
    return id === undefined || what === undefined ? [] : [{ id, text: what, line: index + 1 }];
  });
}

/** The ids in a title, `QUE-07` in mocha and `QUE_07` in Solidity, of the families given (`QUE`). */
export function idsIn(title: string, families: Set<string>): string[] {
  return [...title.matchAll(/(?<![A-Za-z0-9])([A-Z]{3})[-_](\d{2,})(?!\d)/g)]
    .filter(([, family]) => families.has(family as string))
    .map(([, family, number]) => `${family}-${number}`);
}

/**
 * Holds the tables against the tests that ran: each id has a test, each id in a title has its row, and no
 * id stands twice. A skipped test did not run.
 */
export function compareRequirements(requirements: Requirement[], records: TestRecord[]): string[] {
  const families = new Set(requirements.map(({ id }) => id.slice(0, 3)));
  const byId = new Map<string, Requirement>();
  const findings: string[] = [];
  for (const requirement of requirements) {
    const first = byId.get(requirement.id);
    if (first !== undefined)
      findings.push(`${FILE}:${requirement.line}: ${requirement.id} stands on line ${first.line} too`);
    if (requirement.text === "")
      findings.push(`${FILE}:${requirement.line}: ${requirement.id} does not say what must hold`);
    byId.set(requirement.id, first ?? requirement);
  }
  const tested = new Set<string>();
  const unknown = new Set<string>();
  for (const { title, file } of records.filter(({ state }) => state !== "skipped")) {
    for (const id of idsIn(title, families)) {
      if (!byId.has(id)) unknown.add(`${file}: a title names ${id}, which ${FILE} does not have`);
      tested.add(id);
    }
  }
  findings.push(...unknown);
  for (const { id, line } of byId.values()) {
    if (!tested.has(id)) findings.push(`${FILE}:${line}: no test that ran has ${id} in its title`);
  }
  return findings;
}

/** The same on what the runners have just written. */
export function checkRequirements(root: string, records: TestRecord[]): string[] {
  return compareRequirements(readRequirements(readFileSync(path.join(root, FILE), "utf8")), records);
}
