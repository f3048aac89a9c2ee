import { readFileSync } from "node:fs";

/** The rows of a table in docs/access.md, below a heading: by column name, without backticks. */
export function tableBelow(heading: string): Record<string, string>[] {
  const page = readFileSync(new URL("../../docs/access.md", import.meta.url), "utf8");
  const [, section] = page.split(`## ${heading}\n`);
  if (section === undefined) throw new Error(`docs/access.md has no heading "${heading}"`);
  const lines = section.split("\n## ")[0]!.split("\n");
  const cells = (line: string) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll("`", ""));
  const [head, , ...rows] = lines.filter((line) => line.startsWith("|"));
  const names = cells(head!);
  return rows.map((row) => Object.fromEntries(cells(row).map((cell, index) => [names[index]!, cell])));
}
