import { createProof, getNode, type Node, ProofType, type SingleProof } from "@chainsafe/persistent-merkle-tree";
import { expect } from "chai";
import { concat, hexlify, ZeroHash } from "ethers";
import { network } from "hardhat";
import {
  balanceInList,
  type ForkName,
  SHAPES,
  STATE_ROOT_IN_HEADER,
  validatorInState,
} from "../../../scripts/beacon/proofs/forks.ts";
import { type Refusal, verifyBalance, verifyBalances, verifyValidator } from "../../../scripts/beacon/proofs/verify.ts";
import { blockRootOf, headerTree } from "../../../scripts/beacon/state/header.ts";
import type { BeaconProofsHarness } from "../../../typechain-types/index.ts";
import { blockOf, validatorOf } from "./states.ts";

const RECIPIENT = `0x${"12".repeat(20)}`;
/** In Gloas subtrees of 1, 4 and 16 are full, and of that of 64 the second half is not used. */
const COUNT = 40;
const NOTHING = Array.from({ length: 8 }, () => ZeroHash);

/** Where eight aligned places begin: with validators in all of them, and with none. */
const EIGHTS = {
  electra: { full: [0n, 8n, 32n], empty: [40n, 64n, 2n ** 39n] },
  gloas: { full: [5n, 21n, 29n], empty: [45n, 53n, 77n] },
} as const;

const rootAt = (tree: Node, gindex: bigint) => hexlify(getNode(tree, gindex).root);

/** What leads from any node to the root. */
function above(tree: Node, gindex: bigint): string {
  const { witnesses } = createProof(tree, { type: ProofType.single, gindex }) as SingleProof;
  return concat(witnesses);
}

/** What is three levels below a node: hashed together, it is that node, as a validator's fields are its root. */
const eightBelow = (tree: Node, gindex: bigint) =>
  [...Array(8).keys()].map((i) => rootAt(tree, (gindex << 3n) | BigInt(i)));

function blockWithForty(fork: ForkName) {
  const validators = Array.from({ length: COUNT }, (_, number) => validatorOf(number, RECIPIENT));
  const block = blockOf(fork, validators);
  const inHeader = above(headerTree(block.header), STATE_ROOT_IN_HEADER);
  return { ...block, inHeader, root: blockRootOf(block.header), list: getNode(block.state, SHAPES[fork].balances) };
}

describe("3-restaking: nodes that are something else", () => {
  let harness: BeaconProofsHarness;
  before(async () => {
    harness = await (await network.create()).ethers.deployContract("BeaconProofsHarness");
  });

  async function refusedAlike(ours: Refusal | undefined, theirs: Promise<unknown>) {
    expect(ours, "in TypeScript").to.be.oneOf(["InvalidProof", "InvalidProofLength"]);
    await expect(theirs, "in Solidity").to.be.revertedWithCustomError(harness, ours as string);
  }

  for (const fork of ["electra", "gloas"] as const) {
    const { number, balances } = SHAPES[fork];

    const noValidator = async (root: string, index: bigint, fields: string[], proof: string) =>
      refusedAlike(
        verifyValidator(fork, root, index, fields, proof),
        harness.validator(number, root, index, fields, proof),
      );

    it(`RST-127: ${fork}: eight validators are not one, though their roots hash to a node as eight fields do`, async () => {
      const { state, header } = blockWithForty(fork);
      for (const first of EIGHTS[fork].full) {
        const node = validatorInState(fork, first) >> 3n;
        const eight = eightBelow(state, node);
        expect(eight[7], "validators").to.equal(rootAt(state, validatorInState(fork, first + 7n)));
        const proof = above(state, node);
        for (const index of [first, first + 7n, first / 8n, 0n, 1n, 2n ** 40n - 1n]) {
          await noValidator(header.stateRoot, index, eight, proof);
          await noValidator(header.stateRoot, index, eight, concat([...eight.slice(0, 3), proof]));
        }
      }
    });

    it(`RST-127: ${fork}: an empty subtree is no validator of zeros, beyond the list's end or in a level's unused half`, async () => {
      const { state, header } = blockWithForty(fork);
      for (const first of EIGHTS[fork].empty) {
        const place = validatorInState(fork, first);
        expect(rootAt(state, place), "nobody is there").to.equal(ZeroHash);
        await noValidator(header.stateRoot, first, NOTHING, above(state, place));
        const node = place >> 3n;
        expect(eightBelow(state, node), "hashed, it is a validator of zeros").to.deep.equal(NOTHING);
        const proof = above(state, node);
        for (const index of [first, first + 7n, first / 8n, 0n, 1n]) {
          await noValidator(header.stateRoot, index, NOTHING, proof);
          await noValidator(header.stateRoot, index, NOTHING, concat([ZeroHash, ZeroHash, ZeroHash, proof]));
        }
      }
    });

    it(`RST-127: ${fork}: what is above leaves of balances is no leaf, and a neighbour or part of their list is not the list`, async () => {
      const { state, inHeader, root, list } = blockWithForty(fork);
      const listRoot = hexlify(list.root);
      const index = 24n;
      const node = balanceInList(fork, index) >> 1n;
      for (const proof of [above(list, node), concat([ZeroHash, above(list, node)])])
        await refusedAlike(
          verifyBalance(fork, listRoot, index, rootAt(list, node), proof),
          harness.balance(number, listRoot, index, rootAt(list, node), proof),
        );
      for (const place of [balances << 1n, (balances << 1n) | 1n, balances >> 1n, balances ^ 1n]) {
        const proof = concat([above(state, place), inHeader]);
        await refusedAlike(
          verifyBalances(fork, root, rootAt(state, place), proof),
          harness.balances(number, root, rootAt(state, place), proof),
        );
      }
    });

    it(`RST-127: ${fork}: where the list of balances is empty a balance is proven to be nothing, of nobody`, async () => {
      const { state, header, list } = blockWithForty(fork);
      for (const index of EIGHTS[fork].empty) {
        const place = balanceInList(fork, index);
        const given = harness.balance(number, hexlify(list.root), index, rootAt(list, place), above(list, place));
        expect(await given).to.equal(0n);
        // a pod asks for the index that a validator's credentials were proven with, and there is no validator
        await noValidator(header.stateRoot, index, NOTHING, above(state, validatorInState(fork, index)));
      }
    });
  }
});
