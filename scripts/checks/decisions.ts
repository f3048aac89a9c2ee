import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { DecisionUnreadable, INDEX, readDecisions, writeIndex } from "../decisions/index-page.ts";
import { lineAt, readSources } from "./sources.ts";

/** The index of decisions is as they are, and what the contracts' heads cite as a decision is one. */
export function checkDecisions(root: string): string[] {
  if (!existsSync(path.join(root, path.dirname(INDEX)))) return [];
  try {
    const decisions = readDecisions(root);
    const index = path.join(root, INDEX);
    const stands = existsSync(index) && readFileSync(index, "utf8") === writeIndex(decisions);
    const known = new Set(decisions.map(({ number }) => number));
    const wrong = readSources(root, [".sol"]).flatMap(({ path: file, text }) =>
      [...text.matchAll(/@custom:decisions? ([^\n]*)/g)].flatMap((match) =>
        (match[1] as string)
          .trim()
          .split(/[ ,]+/)
          .filter((number) => !known.has(number))
          .map((number) => `${file}:${lineAt(text, match.index)}: there is no decision ${number}`),
      ),
    );
    return stands
      ? wrong
      : [`${INDEX}: not as the decisions are; run npx node scripts/decisions/write-index.ts`, ...wrong];
  } catch (error) {
    if (error instanceof DecisionUnreadable) return [error.message];
    throw error;
  }
}
