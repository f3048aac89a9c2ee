import type { Entry } from "./entries.ts";

/** What a contract has beyond the real core's list: signature by kind, each with the reason for it. */
export type Additions = Map<string, string>;

/**
 * What differs between the published and the compiled entries of a contract, both ways, one line each: missing,
 * changed, and added without a reason. Empty when they conform.
 */
export function differences(published: Entry[], compiled: Entry[], additions: Additions): string[] {
  const theirs = new Map(published.map((entry) => [keyOf(entry), entry]));
  const ours = new Map(compiled.map((entry) => [keyOf(entry), entry]));
  const missing = [...theirs.keys()].filter((key) => !ours.has(key)).map((key) => `missing ${key}`);
  const changed = [...theirs].flatMap(([key, { detail }]) => {
    const found = ours.get(key);
    return found === undefined || found.detail === detail ? [] : [`changed ${key}: ${detail} is ${found.detail}`];
  });
  const added = [...ours.keys()].filter((key) => !theirs.has(key) && !additions.has(key)).map((key) => `added ${key}`);
  return [...missing, ...changed, ...added];
}

/** Kind and signature, by which entries of two ABIs are matched. */
export function keyOf({ kind, signature }: Entry): string {
  return `${kind} ${signature}`;
}
