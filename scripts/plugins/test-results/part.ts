import { readdirSync } from "node:fs";
import path from "node:path";

/**
 * The parts of the mocha tests, which run beside each other: rungs 1 to 4; the vault; what trades and lends its token; attacks on the vault, and what others have
 * found; and journeys, which deploy and play the whole ladder or start other processes.
 */
export const PARTS = ["lower", "vault", "defi", "attacks", "journeys"] as const;
export type Part = (typeof PARTS)[number];

/** Folders of `test/` by part, the inner ones first; the others belong to the lower rungs. */
const FOLDERS: readonly (readonly [string, Part])[] = [
  ["5-lrt/attacks/", "attacks"],
  ["5-lrt/hostile/", "attacks"],
  ["5-lrt/", "vault"],
  ["6-defi/", "defi"],
  ["findings/", "attacks"],
  ["own-vault/", "attacks"],
  ["deploy/", "journeys"],
  ["stories/", "journeys"],
  ["tooling/", "journeys"],
];

/**
 * The parts that are named, with commas between them.
 *
 * @throws RangeError for a name that is no part
 */
export function readParts(names: string): Part[] {
  return names.split(",").map((name) => {
    const part = PARTS.find((one) => one === name);
    if (part === undefined) throw new RangeError(`--test-part is one or more of ${PARTS.join(", ")}, not "${name}"`);
    return part;
  });
}

/** The test files of some parts below `directory`, sorted: each is in one part. */
export function filesOfParts(parts: readonly Part[], directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts"))
    .filter((file) => parts.includes(partOf(file.replaceAll(path.sep, "/"))))
    .map((file) => path.join(directory, file))
    .toSorted();
}

function partOf(file: string): Part {
  return FOLDERS.find(([folder]) => file.startsWith(folder))?.[1] ?? "lower";
}
