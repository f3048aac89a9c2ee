import type { Tree } from "../format/types.ts";

/** A field that is not what the real core had; a side that has no such field is `undefined`. */
export interface FieldDifference {
  readonly field: string;
  readonly ours: string | undefined;
  readonly theirs: string | undefined;
}

export interface Comparison {
  /** How many fields either side has. */
  readonly fields: number;
  readonly differences: readonly FieldDifference[];
}

/** Compares two trees field by field, exactly: no tolerance, and a field that only one side has is a difference. */
export function compare(ours: Tree, theirs: Tree, path: string): Comparison {
  const equal = equalFields(ours, theirs);
  if (equal !== undefined) return { fields: equal, differences: [] };
  const left = new Map(leaves(ours, path));
  const right = new Map(leaves(theirs, path));
  const fields = new Set([...left.keys(), ...right.keys()]);
  const differences = [...fields]
    .filter((field) => left.get(field) !== right.get(field))
    .map((field) => ({ field, ours: left.get(field), theirs: right.get(field) }));
  return { fields: fields.size, differences };
}

/** The number of fields of two equal trees, nothing when they differ. An empty list or object is a field of its own. */
function equalFields(ours: Tree, theirs: Tree): number | undefined {
  if (typeof ours !== "object" || typeof theirs !== "object") return ours === theirs ? 1 : undefined;
  const keys = Object.keys(ours);
  if (Array.isArray(ours) !== Array.isArray(theirs) || keys.length !== Object.keys(theirs).length) return undefined;
  let fields = keys.length === 0 ? 1 : 0;
  for (const key of keys) {
    const [left, right] = [child(ours, key), child(theirs, key)];
    const inside = left === undefined || right === undefined ? undefined : equalFields(left, right);
    if (inside === undefined) return undefined;
    fields += inside;
  }
  return fields;
}

const child = (tree: Exclude<Tree, string | boolean>, key: string): Tree | undefined =>
  (tree as Readonly<Record<string, Tree>>)[key];

/** The fields of a tree by path; an empty list or object shows as `[]` or `{}`. */
function leaves(tree: Tree, path: string): [string, string][] {
  if (typeof tree !== "object") return [[path, String(tree)]];
  const list = Array.isArray(tree);
  const branches = Object.entries(tree);
  if (branches.length === 0) return [[path, list ? "[]" : "{}"]];
  return branches.flatMap(([key, branch]) => leaves(branch, list ? `${path}[${key}]` : `${path}.${key}`));
}
