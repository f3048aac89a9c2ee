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
  const left = new Map(leaves(ours, path));
  const right = new Map(leaves(theirs, path));
  const fields = new Set([...left.keys(), ...right.keys()]);
  const differences = [...fields]
    .filter((field) => left.get(field) !== right.get(field))
    .map((field) => ({ field, ours: left.get(field), theirs: right.get(field) }));
  return { fields: fields.size, differences };
}

/** The fields of a tree by path. An empty list or object is a field of its own, `[]` or `{}`. */
function leaves(tree: Tree, path: string): [string, string][] {
  if (typeof tree !== "object") return [[path, String(tree)]];
  const list = Array.isArray(tree);
  const branches = Object.entries(tree);
  if (branches.length === 0) return [[path, list ? "[]" : "{}"]];
  return branches.flatMap(([key, branch]) => leaves(branch, list ? `${path}[${key}]` : `${path}.${key}`));
}
