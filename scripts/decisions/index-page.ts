import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const FOLDER = "docs/decisions";
/** The page that is written from all decisions. */
export const INDEX = `${FOLDER}/README.md`;

const HEAD = `# Decisions

Why things are as they are, by rung and subject: context, decision and consequence of each. Numbers are given once; what a later decision replaces says so. Heads of contracts name the decisions that shaped them. Written by \`npx node scripts/decisions/write-index.ts\` from the decisions themselves; a check holds it to them.
`;

/** A decision that the index cannot place. */
export class DecisionUnreadable extends Error {}

/** One decision, as its file says. */
export interface Decision {
  readonly number: string;
  readonly title: string;
  /** Rung or area, and subject. */
  readonly subject: string;
  /** Name in the folder. */
  readonly file: string;
}

/**
 * The decisions of a repository, by number.
 * @throws DecisionUnreadable for one without `# NNNN: title` of its own number, and `Subject: area: subject.` below
 */
export function readDecisions(root: string): Decision[] {
  return readdirSync(path.join(root, FOLDER))
    .filter((file) => file.endsWith(".md") && file !== path.basename(INDEX))
    .toSorted()
    .map((file) => {
      const text = readFileSync(path.join(root, FOLDER, file), "utf8");
      const [, number, title, subject] = /^# (\d{4}): (.+)\n\nSubject: (.+)\.\n/.exec(text) ?? [];
      if (number === undefined || title === undefined || subject === undefined || !file.startsWith(`${number}-`))
        throw new DecisionUnreadable(
          `${FOLDER}/${file} does not begin with its own "# NNNN: title" and, below, "Subject: rung or area: subject."`,
        );
      return { number, title, subject, file };
    });
}

/** The page: a list a subject, rungs first. */
export function writeIndex(decisions: readonly Decision[]): string {
  const subjects = Map.groupBy(decisions, ({ subject }) => subject);
  const lists = [...subjects]
    .toSorted(([left], [right]) => byRung(left, right))
    .map(([subject, list]) =>
      [`## ${subject}\n`, ...list.map(({ number, title, file }) => `- [${number}](${file}) ${title}`), ""].join("\n"),
    );
  return [HEAD, ...lists].join("\n");
}

function byRung(left: string, right: string): number {
  const place = (subject: string): number => (subject.startsWith("Rung") ? 0 : 1);
  return place(left) - place(right) || left.localeCompare(right);
}
