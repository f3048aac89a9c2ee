import { solidityPackedKeccak256 } from "ethers";
import type { RewardsMerkleClaimStruct } from "../../typechain-types/contracts/3-restaking/interfaces/IRewardsCoordinator.ts";
import { type IndexedTree, indexedProof, indexedTree } from "./indexedTree.ts";

/** All that an earner has ever earned in a token, in its wei. */
export interface TokenEarnings {
  token: string;
  cumulativeEarnings: bigint;
}

/** All that one earner has ever earned. */
export interface EarnerEarnings {
  earner: string;
  tokens: TokenEarnings[];
}

/** A tree of earners over a tree of tokens each: what a root of the rewards coordinator commits to. */
export interface Distribution {
  root: string;
  /** Earners in the order of their leaves. */
  earners: EarnerEarnings[];
  /** The claim of an earner on the root at `rootIndex`, for all of the earner's tokens or those named. */
  claim(rootIndex: number, earner: string, tokens?: string[]): RewardsMerkleClaimStruct;
}

const EARNER_LEAF_SALT = 0;
const TOKEN_LEAF_SALT = 1;

/** keccak256(0x00 ‖ earner ‖ earnerTokenRoot). */
export function earnerLeafHash(earner: string, earnerTokenRoot: string): string {
  return solidityPackedKeccak256(["uint8", "address", "bytes32"], [EARNER_LEAF_SALT, earner, earnerTokenRoot]);
}

/** keccak256(0x01 ‖ token ‖ cumulativeEarnings). */
export function tokenLeafHash({ token, cumulativeEarnings }: TokenEarnings): string {
  return solidityPackedKeccak256(["uint8", "address", "uint256"], [TOKEN_LEAF_SALT, token, cumulativeEarnings]);
}

/**
 * Builds both levels. Earners, and each earner's tokens, are sorted by address, so the same earnings
 * give the same root in whatever order they come. Throws when an earner or token appears twice, or
 * an earner has no token.
 *
 * @example
 * const { root, claim } = distribution([{ earner: alice, tokens: [{ token: weth, cumulativeEarnings: 5n }] }]);
 * await coordinator.connect(aliceSigner).processClaim(claim(0, alice), alice);
 */
export function distribution(earnings: EarnerEarnings[]): Distribution {
  const earners = sortedUnique(earnings, ({ earner }) => earner, "earner").map(({ earner, tokens }) => ({
    earner,
    tokens: sortedUnique(tokens, ({ token }) => token, `token of ${earner}`),
  }));
  const tokenTrees = earners.map(({ tokens }) => indexedTree(tokens.map(tokenLeafHash)));
  const earnerTree = indexedTree(
    earners.map(({ earner }, i) => earnerLeafHash(earner, (tokenTrees[i] as IndexedTree).root)),
  );

  const claim = (rootIndex: number, earner: string, tokens?: string[]): RewardsMerkleClaimStruct => {
    const earnerIndex = earners.findIndex((one) => same(one.earner, earner));
    const own = earners[earnerIndex];
    const tree = tokenTrees[earnerIndex];
    if (own === undefined || tree === undefined) throw new Error(`${earner} has no leaf in this distribution`);
    const indices = (tokens ?? own.tokens.map(({ token }) => token)).map((wanted) => {
      const index = own.tokens.findIndex(({ token }) => same(token, wanted));
      if (index < 0) throw new Error(`${earner} has earned nothing in ${wanted}`);
      return index;
    });
    return {
      rootIndex,
      earnerIndex,
      earnerTreeProof: indexedProof(earnerTree, earnerIndex),
      earnerLeaf: { earner: own.earner, earnerTokenRoot: tree.root },
      tokenIndices: indices,
      tokenTreeProofs: indices.map((index) => indexedProof(tree, index)),
      tokenLeaves: indices.map((index) => own.tokens[index] as TokenEarnings),
    };
  };
  return { root: earnerTree.root, earners, claim };
}

function same(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

/** Sorted by address; two of one address are an error, for they would make two claims of one earning. */
function sortedUnique<T>(items: T[], addressOf: (item: T) => string, what: string): T[] {
  if (items.length === 0) throw new Error(`no ${what}`);
  const sorted = [...items].sort((left, right) =>
    addressOf(left).toLowerCase() < addressOf(right).toLowerCase() ? -1 : 1,
  );
  const twice = sorted.find((item, i) => i > 0 && same(addressOf(item), addressOf(sorted[i - 1] as T)));
  if (twice !== undefined) throw new Error(`${what} ${addressOf(twice)} appears twice`);
  return sorted;
}
