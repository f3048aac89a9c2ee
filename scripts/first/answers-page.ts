import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** What a command did when it was tried. */
export interface Tried {
  readonly line: string;
  readonly code: number;
  /** All that it printed. */
  readonly said: string;
}

/** The first line that says something; npm's own lines, which begin with `>`, say nothing. */
const firstLine = (said: string): string =>
  said
    .split("\n")
    .map((line) => line.trim())
    .find((line) => line !== "" && !line.startsWith(">")) ?? "";

const cell = (text: string): string => text.replaceAll("|", "\\|");

/** A Markdown table of commands that were tried, with the exit code of each and the first line of what it said. */
export function answersPage(title: string, tried: readonly Tried[]): string {
  const rows = tried.map(
    ({ line, code, said }) => `| \`${cell(line)}\` | ${code} | ${cell(firstLine(said).slice(0, 200))} |`,
  );
  return [`# ${title}`, "", "| command | exit code | its first line |", "| --- | --- | --- |", ...rows, ""].join("\n");
}

/** Writes {answersPage} to `reports/NAME.md`. */
export function writeAnswers(root: string, name: string, title: string, tried: readonly Tried[]): void {
  mkdirSync(path.join(root, "reports"), { recursive: true });
  writeFileSync(path.join(root, "reports", `${name}.md`), answersPage(title, tried));
}
