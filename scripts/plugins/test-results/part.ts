import { readdirSync } from "node:fs";
import path from "node:path";

/** Directories of `test/` whose tests deploy and play the whole ladder or start other processes. */
const JOURNEYS = ["deploy", "stories", "tooling"];

export const PARTS = ["rungs", "journeys"] as const;
export type Part = (typeof PARTS)[number];

/** @throws RangeError for a name that is no part */
export function readPart(name: string): Part {
  const part = PARTS.find((one) => one === name);
  if (part === undefined) throw new RangeError(`--test-part is ${PARTS.join(" or ")}, not "${name}"`);
  return part;
}

/** The test files of a part below `directory`, sorted: each is in one part. */
export function filesOfPart(part: Part, directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts"))
    .filter((file) => JOURNEYS.includes(file.split(path.sep)[0] ?? "") === (part === "journeys"))
    .map((file) => path.join(directory, file))
    .toSorted();
}
