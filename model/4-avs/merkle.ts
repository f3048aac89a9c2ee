import type { Hash } from "../shared/machine.ts";

/** Trees whose parents are hashed from their children in ascending order: a proof needs no index. */

/** The parent of two nodes, whichever comes first. */
export const parentOf = (left: Hash, right: Hash): Hash =>
  left < right ? `node(${left},${right})` : `node(${right},${left})`;

/** Whether a proof, the siblings from the leaf up, leads from the leaf to the root. */
export const isProof = (proof: readonly Hash[], root: Hash, leaf: Hash): boolean =>
  proof.reduce(parentOf, leaf) === root;
