import { concat, keccak256, ZeroHash } from "ethers";

/**
 * A binary tree of keccak256(left ‖ right) whose proofs go with the index of the leaf: bit h of the
 * index says whether the path is the right child at height h. Leaves are padded with zero hashes to
 * a power of two. `levels[0]` are the padded leaves, the last level holds the root alone.
 */
export interface IndexedTree {
  root: string;
  levels: string[][];
}

/** Builds the tree over 32-byte leaves, in the order given. Throws without leaves. */
export function indexedTree(leaves: string[]): IndexedTree {
  if (leaves.length === 0) throw new Error("a tree needs at least one leaf");
  const width = 2 ** Math.ceil(Math.log2(leaves.length));
  let level = [...leaves, ...Array<string>(width - leaves.length).fill(ZeroHash)];
  const levels = [level];
  while (level.length > 1) {
    level = pairs(level).map((pair) => keccak256(concat(pair)));
    levels.push(level);
  }
  return { root: level[0] as string, levels };
}

/** The sibling hashes from the leaf at `index` up to the root, concatenated: 32 bytes a level. */
export function indexedProof(tree: IndexedTree, index: number): string {
  const width = tree.levels[0]?.length ?? 0;
  if (!Number.isInteger(index) || index < 0 || index >= width) {
    throw new Error(`no leaf ${index} in a tree of ${width} leaves`);
  }
  return concat(tree.levels.slice(0, -1).map((level, height) => level[(index >> height) ^ 1] as string));
}

function pairs(level: string[]): [string, string][] {
  return Array.from({ length: level.length / 2 }, (_, i) => [level[2 * i] as string, level[2 * i + 1] as string]);
}
