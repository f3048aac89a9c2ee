import { concat, dataSlice, sha256 } from "ethers";

/**
 * Generalized indices: the path to a node of an SSZ tree as bits, 1 for the root, then 0 for left and 1 for right. The
 * twin of `GeneralizedIndex.sol`.
 */

/** Left of a list's length. */
const LIST_DATA = 2n;

/** How many hashes lead from the node to the root. */
export function depthOf(gindex: bigint): number {
  return gindex.toString(2).length - 1;
}

/** The node at `inner` of the tree whose root is at `outer`. */
export function concatGindices(outer: bigint, inner: bigint): bigint {
  const height = BigInt(depthOf(inner));
  return (outer << height) | (inner ^ (1n << height));
}

/** Chunk `chunk` of a list with place for 2^`height` of them. */
export function inList(chunk: bigint, height: bigint): bigint {
  return (LIST_DATA << height) | chunk;
}

/** Chunk `chunk` of a progressive list (EIP-7916): one chunk, then subtrees of 4, 16, 64 …, each left of all that follow. */
export function inProgressiveList(chunk: bigint): bigint {
  let rest = LIST_DATA; // what is not in a subtree yet
  let before = 0n;
  let size = 1n;
  while (chunk >= before + size) {
    rest = (rest << 1n) | 1n;
    before += size;
    size *= 4n;
  }
  const subtree = rest << 1n;
  return (subtree << BigInt(depthOf(size))) | (chunk - before);
}

/** The root above `node`, by its siblings from the node upwards, 32 bytes each. */
export function climb(node: string, gindex: bigint, siblings: string): string {
  let [root, place] = [node, gindex];
  for (let at = 0; at < (siblings.length - 2) / 2; at += 32) {
    const sibling = dataSlice(siblings, at, at + 32);
    root = sha256(concat(place & 1n ? [sibling, root] : [root, sibling]));
    place >>= 1n;
  }
  return root;
}
