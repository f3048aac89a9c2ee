import path from "node:path";
import { readSources, withoutComments } from "./sources.ts";

/**
 * Folders of TypeScript import one another in one direction: of `scripts`, `deploy` and `model`, no folder leads back to
 * itself over others, so each can be read after those it stands on. Files straight in `scripts` are commands and count one
 * by one. One line a circle.
 */
export function checkCircles(root: string): string[] {
  const leadsTo = new Map<string, Map<string, string>>();
  for (const { path: file, text } of readSources(root, [".ts"], ["scripts", "deploy", "model"])) {
    const from = groupOf(file);
    for (const [, target] of withoutComments(text).matchAll(/\bfrom\s+"(\.[^"]+)"/g)) {
      const to = groupOf(path.posix.join(path.posix.dirname(file), target as string));
      const known = leadsTo.get(from) ?? new Map<string, string>();
      leadsTo.set(from, known);
      if (to !== from && !known.has(to)) known.set(to, file);
    }
  }
  const circles = new Map<string, string>();
  for (const start of [...leadsTo.keys()].toSorted()) {
    const circle = wayBack(leadsTo, start);
    if (circle === undefined) continue;
    const key = circle.toSorted().join();
    if (!circles.has(key)) circles.set(key, describe(leadsTo, circle));
  }
  return [...circles.values()];
}

/** scripts/x for scripts/x/y.ts, scripts/lib/x for what lies below, and the file itself at the top. */
function groupOf(file: string): string {
  const parts = file.split("/").slice(0, -1);
  if (parts.length < 2) return file;
  return parts.slice(0, parts[1] === "lib" ? 3 : 2).join("/");
}

/** The shortest way from a folder over others back to itself. */
function wayBack(leadsTo: ReadonlyMap<string, ReadonlyMap<string, string>>, start: string): string[] | undefined {
  const ways: string[][] = [[start]];
  const seen = new Set<string>();
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    for (const next of leadsTo.get(way.at(-1) as string)?.keys() ?? []) {
      if (next === start) return way;
      if (seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return undefined;
}

function describe(leadsTo: ReadonlyMap<string, ReadonlyMap<string, string>>, circle: readonly string[]): string {
  const steps = circle.map((from, index) => {
    const to = circle[(index + 1) % circle.length] as string;
    return `${to} (in ${leadsTo.get(from)?.get(to)})`;
  });
  return `folders import each other in a circle: ${circle[0]} → ${steps.join(" → ")}`;
}
