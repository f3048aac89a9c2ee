import { globSync, readFileSync } from "node:fs";
import path from "node:path";

/** A text of the repository: its path from the root with forward slashes, and what it says. */
export interface Source {
  path: string;
  text: string;
}

const GENERATED = ["node_modules", "artifacts", "cache", "coverage", "typechain-types", "reports", "deployments"];

/** Every file below `root` whose path ends in one of `endings`, generated folders left out, sorted. */
export function readSources(root: string, endings: string[], folders: string[] = ["."]): Source[] {
  const patterns = folders.map((folder) => path.posix.join(folder, "**/*"));
  const exclude = ({ name }: { name: string }): boolean => GENERATED.includes(name) || name.startsWith(".git");
  return globSync(patterns, { cwd: root, withFileTypes: true, exclude })
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => ({
      path: path.relative(root, file).replaceAll(path.sep, "/"),
      text: readFileSync(file, "utf8"),
    }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** Solidity or TypeScript with comments blanked, line breaks kept; string literals stay as they are. */
export function withoutComments(text: string): string {
  return text.replace(
    /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
    (piece) => (piece.startsWith("/") ? piece.replace(/[^\n]/g, " ") : piece),
  );
}

/** The line of `text`, counted from 1, in which the character at `index` stands. */
export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}
