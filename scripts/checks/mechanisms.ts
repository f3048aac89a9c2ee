import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { readRequirements } from "./requirements.ts";

const COLUMNS = ["mechanism", "file", "test", "requirement"];

/** README's has the rows that most look for, the page has all. */
const TABLES = ["README.md", "docs/mechanisms.md"];

/**
 * The tables "mechanism | file | test | requirement" are held against the repository: every path in backticks or in a link
 * exists (from the root), every id is in docs/requirements.md, and no cell is empty. The check begins with a table's header;
 * a page without it has nothing to check.
 */
export function checkMechanisms(root: string): string[] {
  return TABLES.flatMap((page) => checkTable(root, page));
}

function checkTable(root: string, page: string): string[] {
  if (!existsSync(path.join(root, page))) return [];
  const lines = readFileSync(path.join(root, page), "utf8").split("\n");
  const header = lines.findIndex((line) => cellsOf(line).join("|").toLowerCase() === COLUMNS.join("|"));
  if (header < 0) return [];
  const known = new Set(
    readRequirements(readFileSync(path.join(root, "docs/requirements.md"), "utf8")).map(({ id }) => id),
  );
  const rows = lines.slice(header + 2);
  const end = rows.findIndex((line) => !line.trimStart().startsWith("|"));
  return rows.slice(0, end < 0 ? undefined : end).flatMap((line, index) => {
    const where = `${page}:${header + 3 + index}`;
    const cells = cellsOf(line);
    const [, file = "", test = "", requirement = ""] = cells;
    if (cells.length !== COLUMNS.length || cells.includes(""))
      return [`${where}: a row has ${COLUMNS.length} filled cells`];
    const paths = [...pathsIn(file), ...pathsIn(test)];
    const ids = requirement.match(/[A-Z]{3}-\d{2,}/g) ?? [];
    return [
      ...(pathsIn(file).length === 0 ? [`${where}: names no file`] : []),
      ...(pathsIn(test).length === 0 ? [`${where}: names no test`] : []),
      ...(ids.length === 0 ? [`${where}: names no requirement`] : []),
      ...paths.filter((one) => !existsSync(path.join(root, one))).map((one) => `${where}: there is no ${one}`),
      ...ids.filter((id) => !known.has(id)).map((id) => `${where}: docs/requirements.md has no ${id}`),
    ];
  });
}

function cellsOf(line: string): string[] {
  if (!line.trim().startsWith("|")) return [];
  return line
    .trim()
    .replace(/^\||\|$/g, "")
    .split("|")
    .map((cell) => cell.trim());
}

function pathsIn(cell: string): string[] {
  const links = [...cell.matchAll(/\]\(([^)#]+)[^)]*\)/g)].map((match) => match[1] as string);
  return links.length > 0 ? links : [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] as string);
}
