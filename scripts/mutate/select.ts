import { createHash } from "node:crypto";
import type { Mutant } from "./mutant.ts";
import type { Numbered } from "./schemata.ts";

/** Which mutants are tried. */
export interface Selection {
  readonly rungs: readonly number[];
  /** Those whose file, operator or id has the text. */
  readonly only: string;
  /** So many of each rung; all when left out. */
  readonly sample?: number;
  readonly seed: number;
  /** The i-th of n parts, which together are all. */
  readonly shard: { readonly nth: number; readonly of: number };
}

/** Draws mutants: one seed draws the same of the same code, and mostly the same of code that has changed a little. */
export function select(mutants: readonly Mutant[], { rungs, only, sample, seed, shard }: Selection): Numbered[] {
  const lot = ({ id }: Mutant): string => createHash("sha256").update(`${seed}${id}`).digest("hex");
  return rungs
    .flatMap((rung) =>
      mutants
        .filter((one) => one.rung === rung && `${one.file} ${one.operator} ${one.id}`.includes(only))
        .map((mutant) => ({ mutant, lot: lot(mutant) }))
        .toSorted((a, b) => (a.lot < b.lot ? -1 : 1))
        .slice(0, sample ?? mutants.length),
    )
    .filter((_, index) => index % shard.of === shard.nth - 1)
    .map(({ mutant }, index) => ({ ...mutant, number: index + 1 }));
}
