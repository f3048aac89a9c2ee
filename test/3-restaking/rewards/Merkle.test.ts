import { SimpleMerkleTree } from "@openzeppelin/merkle-tree";
import { expect } from "chai";
import { concat, id, keccak256, ZeroHash } from "ethers";
import fc from "fast-check";
import { network } from "hardhat";
import { indexedProof, indexedTree } from "../../../scripts/rewards/indexedTree.ts";
import { distribution } from "../../../scripts/rewards/merkle.ts";
import { addressOf, earnings } from "./arbitraries.ts";

const { ethers } = await network.create();

const hash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => keccak256(bytes));

describe("Trees of earnings", () => {
  it("RST-54: an indexed tree has the root that OpenZeppelin's tree gives over the same pairs", async () => {
    const flipped = (left: Parameters<typeof concat>[0][0], right: typeof left) => keccak256(concat([right, left]));
    await fc.assert(
      fc.asyncProperty(fc.array(hash, { minLength: 1, maxLength: 20 }), async (leaves) => {
        const { root, levels } = indexedTree(leaves);
        const padded = levels[0] as string[];
        expect(padded.slice(0, leaves.length)).to.deep.equal(leaves);
        expect(padded.slice(leaves.length).every((leaf) => leaf === ZeroHash)).to.equal(true);
        const theirs = SimpleMerkleTree.of(padded, {
          sortLeaves: false,
          nodeHash: (l, r) => flipped(l as string, r as string),
        });
        expect(root).to.equal(theirs.root);
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it("RST-50: the library takes every leaf at its own index, and at no other", async () => {
    const library = await ethers.deployContract("IndexedMerkleHarness");
    for (const size of [1, 2, 3, 5, 8]) {
      const leaves = Array.from({ length: size }, (_, i) => id(`leaf ${i}`));
      const tree = indexedTree(leaves);
      for (const [index, leaf] of leaves.entries()) {
        const proof = indexedProof(tree, index);
        for (let other = 0; other < (tree.levels[0]?.length ?? 0); other++) {
          expect(await library.isMember(proof, tree.root, leaf, other)).to.equal(other === index);
        }
      }
    }
  });

  it("RST-50: the library refuses an empty root, a proof of broken hashes and an index beyond the tree", async () => {
    const library = await ethers.deployContract("IndexedMerkleHarness");
    const { root, levels } = indexedTree([id("left"), id("right")]);
    const [left, right] = levels[0] as [string, string];
    await expect(library.isMember(right, ZeroHash, left, 0)).to.be.revertedWithCustomError(library, "EmptyRoot");
    await expect(library.isMember(`${right}ff`, root, left, 0)).to.be.revertedWithCustomError(
      library,
      "InvalidProofLength",
    );
    await expect(library.isMember(right, root, left, 2)).to.be.revertedWithCustomError(library, "InvalidIndex");
    await expect(library.isMember("0x", left, left, 1)).to.be.revertedWithCustomError(library, "InvalidIndex");
    expect(await library.isMember("0x", left, left, 0)).to.equal(true);
  });

  it("RST-54: the same earnings give the same root in whatever order they come", () => {
    fc.assert(
      fc.property(earnings, (some) => {
        const reversed = [...some].reverse().map(({ earner, tokens }) => ({ earner, tokens: [...tokens].reverse() }));
        expect(distribution(reversed).root).to.equal(distribution(some).root);
      }),
      { numRuns: 40, seed: 2 },
    );
  });

  it("RST-54: earners and tokens that come twice, or not at all, are refused with their name", () => {
    const alice = addressOf(1);
    const tokens = [{ token: addressOf(100), cumulativeEarnings: 1n }];
    expect(() => distribution([])).to.throw("no earner");
    expect(() => distribution([{ earner: alice, tokens: [] }])).to.throw(`no token of ${alice}`);
    expect(() =>
      distribution([
        { earner: alice, tokens },
        { earner: alice, tokens },
      ]),
    ).to.throw(`earner ${alice} appears twice`);
    expect(() => distribution([{ earner: alice, tokens: [...tokens, ...tokens] }])).to.throw("appears twice");
    const { claim } = distribution([{ earner: alice, tokens }]);
    expect(() => claim(0, addressOf(2))).to.throw(`${addressOf(2)} has no leaf`);
    expect(() => claim(0, alice, [addressOf(101)])).to.throw(`${alice} has earned nothing in ${addressOf(101)}`);
    expect(() => indexedProof(indexedTree([id("only")]), 1)).to.throw("no leaf 1 in a tree of 1 leaves");
    expect(() => indexedTree([])).to.throw("at least one leaf");
  });
});
