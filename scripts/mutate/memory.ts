import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { readSources } from "../checks/sources.ts";
import type { InFile } from "./judge.ts";
import type { Mutant } from "./mutant.ts";

/** Where everything of a run lies that is not published. */
export const MUTATE_CACHE = "cache/mutate";
const FILE = `${MUTATE_CACHE}/verdicts.json`;

/** What is known of mutants from earlier runs, test file by test file, so that a run goes on where one ended. */
export interface Memory {
  recall(file: string, mutant: Mutant): InFile | undefined;
  note(file: string, mutant: Mutant, found: InFile): void;
}

export const hash = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);

/** A hash of the contracts that are deployed, and of what deploys them. */
export const groundOf = (root: string, folders: string[]): string =>
  hash(
    readSources(root, [".sol", ".ts"], folders)
      .filter(({ path: file }) => !/\.test\.ts$|\.t\.sol$|^scripts\/mutate\//.test(file))
      .map(({ path: file, text }) => `${file}\n${text}`)
      .join("\n"),
  );

/**
 * Remembers by what a verdict depends on: contracts, deployment, what tests share, and the one test file. Another test
 * that changes takes no verdict away.
 */
export function openMemory(root: string, isFresh: boolean): Memory {
  const file = path.join(root, FILE);
  const ground = groundOf(root, ["contracts", "deploy", "test", "scripts"]);
  const kept: Record<string, InFile> = existsSync(file) && !isFresh ? JSON.parse(readFileSync(file, "utf8")) : {};
  const tests = new Map<string, string>();
  const keyOf = (test: string, { id }: Mutant): string => {
    const own = tests.get(test) ?? hash(`${ground}\n${test}\n${readFileSync(path.join(root, test), "utf8")}`);
    tests.set(test, own);
    return `${own} ${id}`;
  };
  return {
    recall: (test, mutant) => kept[keyOf(test, mutant)],
    note(test, mutant, found) {
      kept[keyOf(test, mutant)] = found;
      mkdirSync(path.dirname(file), { recursive: true });
      // a run that is stopped while it writes leaves what was there
      writeFileSync(`${file}.part`, JSON.stringify(kept));
      renameSync(`${file}.part`, file);
    },
  };
}

/** Remembers nothing. */
export const FORGETFUL: Memory = { recall: () => undefined, note: () => undefined };
