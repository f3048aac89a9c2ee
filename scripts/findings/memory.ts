import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { readSources } from "../checks/sources.ts";
import type { Flaw } from "./finding.ts";

const FILE = "cache/findings-proof.json";

/** Flaws whose tests were seen red on exactly this code, so that a proof that was interrupted goes on. */
export interface Memory {
  recall(flaw: Flaw): string | undefined;
  note(flaw: Flaw, by: string): void;
}

/** Remembers by everything that a verdict depends on: contracts, deployment, tests and the flaw. */
export function openMemory(root: string, isFresh: boolean): Memory {
  const file = path.join(root, FILE);
  const ground = hash(
    readSources(root, [".sol", ".ts"], ["contracts", "deploy", "test", "scripts"])
      .filter(({ path: one }) => !one.endsWith(".t.sol"))
      .map(({ path: one, text }) => `${one}\n${text}`)
      .join("\n"),
  );
  const kept: Record<string, string> = existsSync(file) && !isFresh ? JSON.parse(readFileSync(file, "utf8")) : {};
  const keyOf = (flaw: Flaw): string => hash(`${ground}\n${JSON.stringify(flaw)}`);
  return {
    recall: (flaw) => kept[keyOf(flaw)],
    note(flaw, by) {
      kept[keyOf(flaw)] = by;
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, `${JSON.stringify(kept, null, 1)}\n`);
    },
  };
}

const hash = (text: string): string => createHash("sha256").update(text).digest("hex");
