import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Places } from "../../lib/stamp.ts";

/** An entry of Hardhat's compile cache, as far as it is read here. Its key is the source's whole path. */
interface Cached {
  readonly artifactsDirectory?: string;
}

const fileIn = ({ cache }: Places): string => path.join(cache, "compile-cache.json");

/**
 * Hardhat knows what it has compiled by whole paths, and would compile a clone anew that was moved or copied. So the paths
 * of a cache that was written elsewhere become those of here: whether a file has changed is told by its content.
 *
 * @returns whether there was something to rename
 */
export function relocate(places: Places): boolean {
  const file = fileIn(places);
  if (!existsSync(file)) return false;
  const text = readFileSync(file, "utf8");
  const [first] = Object.values(JSON.parse(text) as Record<string, Cached>);
  const written = first?.artifactsDirectory;
  const below = path.relative(places.root, places.artifacts);
  if (written === undefined || written === places.artifacts || !written.endsWith(path.sep + below)) return false;
  const inJson = (folder: string): string => JSON.stringify(folder).slice(0, -1);
  const before = written.slice(0, -below.length - 1);
  // "…/contracts/A.sol" as a key, "…/artifacts" as a value: a path begins a string, and goes on below the root
  writeFileSync(file, text.replaceAll(inJson(before + path.sep), inJson(places.root + path.sep)));
  return true;
}

/** Forgets that these files were compiled, so that the next build compiles them again. @param files from the root */
export function forget(places: Places, files: ReadonlySet<string>): void {
  const file = fileIn(places);
  if (!existsSync(file)) return;
  const kept = Object.entries(JSON.parse(readFileSync(file, "utf8")) as Record<string, Cached>).filter(
    ([source]) => !files.has(path.relative(places.root, source).replaceAll(path.sep, "/")),
  );
  writeFileSync(file, JSON.stringify(Object.fromEntries(kept)));
}
