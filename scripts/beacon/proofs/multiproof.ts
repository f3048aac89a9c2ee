import { concat, dataLength, dataSlice, sha256, ZeroHash } from "ethers";

/** A node of a tree, by its generalized index. */
interface Placed {
  readonly place: bigint;
  readonly node: string;
}

/**
 * Folds nodes to the root that is above all of them, from the greatest place down; the twin of `Multiproof.sol`.
 *
 * @param given falling in their places, none above another; at least one
 * @param siblingAt a node that is neither given nor above one that is
 */
function fold(given: readonly Placed[], siblingAt: (place: bigint) => string): { root: string; rest: number } {
  const [waiting, made]: [Placed[], Placed[]] = [[...given], []];
  const greater = (): Placed[] => ((waiting[0]?.place ?? 0n) > (made[0]?.place ?? 0n) ? waiting : made);
  let { place, node } = greater().shift()!;
  while (place !== 1n) {
    const sibling = greater()[0]?.place === (place ^ 1n) ? greater().shift()!.node : siblingAt(place ^ 1n);
    made.push({ place: place >> 1n, node: sha256(concat(place & 1n ? [sibling, node] : [node, sibling])) });
    ({ place, node } = greater().shift()!);
  }
  return { root: node, rest: waiting.length + made.length };
}

/** Places of the siblings that a proof of these places needs, in its order. */
export function siblingPlaces(places: readonly bigint[]): bigint[] {
  const asked: bigint[] = [];
  fold(
    places.map((place) => ({ place, node: ZeroHash })),
    (place) => {
      asked.push(place);
      return ZeroHash;
    },
  );
  return asked;
}

/** The root above nodes, by the siblings of a proof; nothing when it has fewer of them than are asked for, or more. */
export function foldProof(given: readonly Placed[], proof: string): string | undefined {
  let used = 0;
  const short = new Error("too few siblings");
  try {
    const { root, rest } = fold(given, () => {
      if (used + 32 > dataLength(proof)) throw short;
      used += 32;
      return dataSlice(proof, used - 32, used);
    });
    return rest === 0 && used === dataLength(proof) ? root : undefined;
  } catch (error) {
    if (error === short) return undefined;
    throw error;
  }
}
