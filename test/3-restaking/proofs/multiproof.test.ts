import { expect } from "chai";
import { concat, getBytes, hexlify } from "ethers";
import fc from "fast-check";
import { network } from "hardhat";
import { balancesChunk, type ForkName, SHAPES } from "../../../scripts/beacon/proofs/forks.ts";
import { foldProof } from "../../../scripts/beacon/proofs/multiproof.ts";
import { proveBalances, proveBalancesTogether } from "../../../scripts/beacon/proofs/prove.ts";
import type { BeaconProofsHarness } from "../../../typechain-types/index.ts";
import { blockOf, validatorOf } from "./states.ts";

const RECIPIENT = `0x${"12".repeat(20)}`;

interface Multiproof {
  readonly root: string;
  readonly chunks: readonly bigint[];
  readonly leaves: readonly string[];
  readonly proof: string;
}

/** Whether the leaves fold to the root, by the twin of `Multiproof.sol`. */
function holds(fork: ForkName, { root, chunks, leaves, proof }: Multiproof): boolean {
  const given = chunks.map((chunk, i) => ({ place: balancesChunk(fork, chunk), node: leaves[i]! }));
  return foldProof(given, proof) === root;
}

async function inSolidity(harness: BeaconProofsHarness, fork: ForkName, p: Multiproof): Promise<string> {
  try {
    await harness.balanceLeaves(SHAPES[fork].number, p.root, [...p.chunks], [...p.leaves], p.proof);
    return "ok";
  } catch (error) {
    const { data } = error as { data?: string };
    return harness.interface.parseError(data ?? "0x")?.name ?? String(error);
  }
}

/** One bit flipped, of the root, a leaf or a sibling. */
function flipped(p: Multiproof, at: number): Multiproof {
  const bytes = getBytes(concat([p.root, ...p.leaves, p.proof]));
  const bit = at % (8 * bytes.length);
  bytes[bit >> 3]! ^= 1 << (bit & 7);
  const words = (from: number, to: number) => hexlify(bytes.slice(32 * from, 32 * to));
  const leaves = p.leaves.map((_, i) => words(1 + i, 2 + i));
  return { ...p, root: words(0, 1), leaves, proof: hexlify(bytes.slice(32 * (1 + leaves.length))) };
}

describe("3-restaking: balances that share a proof", () => {
  let harness: BeaconProofsHarness;
  before(async () => {
    harness = await (await network.create()).ethers.deployContract("BeaconProofsHarness");
  });

  const drawn = fc.record({
    fork: fc.constantFrom<ForkName>("electra", "gloas"),
    size: fc.integer({ min: 1, max: 120 }),
    picks: fc.uniqueArray(fc.nat(), { minLength: 1, maxLength: 40 }),
    bit: fc.nat(),
  });

  it("RST-135: of random sets of validators one proof holds whole, and not with a bit flipped, in Solidity and TypeScript alike", async () => {
    await fc.assert(
      fc.asyncProperty(drawn, async ({ fork, size, picks, bit }) => {
        const validators = Array.from({ length: size }, (_, number) =>
          validatorOf(number, RECIPIENT, { balanceGwei: 32_000_000_000n + BigInt(number) }),
        );
        const block = blockOf(fork, validators);
        const indices = [...new Set(picks.map((pick) => BigInt(pick % size)))];
        const chunks = [...new Set(indices.map((index) => index / 4n))].sort((a, b) => (a < b ? 1 : -1));
        const whole = {
          root: proveBalances(block).balanceContainerRoot,
          chunks,
          ...proveBalancesTogether(block, indices),
        };
        expect(holds(fork, whole)).to.equal(true);
        expect(await inSolidity(harness, fork, whole)).to.equal("ok");

        const damaged = flipped(whole, bit);
        expect(holds(fork, damaged)).to.equal(false);
        expect(await inSolidity(harness, fork, damaged)).to.equal("InvalidProof");

        const longer = { ...whole, proof: concat([whole.proof, whole.root]) };
        expect(holds(fork, longer)).to.equal(false);
        expect(await inSolidity(harness, fork, longer)).to.equal("InvalidMultiproofLength");
      }),
      { numRuns: 60 },
    );
  });

  it("RST-135: places twice, rising, of another fork or none at all prove nothing", async () => {
    const block = blockOf(
      "electra",
      Array.from({ length: 20 }, (_, number) => validatorOf(number, RECIPIENT)),
    );
    const root = proveBalances(block).balanceContainerRoot;
    const { leaves, proof } = proveBalancesTogether(block, [0n, 5n, 19n]);
    const whole = { root, chunks: [4n, 1n, 0n], leaves, proof };
    expect(await inSolidity(harness, "electra", whole)).to.equal("ok");
    const others: readonly (readonly [string, ForkName, Partial<Multiproof>])[] = [
      ["InvalidMultiproofLength", "gloas", {}],
      ["InvalidProof", "electra", { chunks: [4n, 1n, 1n] }],
      ["InvalidProof", "electra", { chunks: [0n, 1n, 4n] }],
      ["InvalidProofLength", "electra", { chunks: [], leaves: [] }],
      ["EmptyRoot", "electra", { root: `0x${"00".repeat(32)}` }],
    ];
    for (const [error, fork, change] of others) {
      const refused = await inSolidity(harness, fork, { ...whole, ...change });
      expect(
        refused,
        JSON.stringify(change, (_, v: unknown) => String(v)),
      ).to.match(error === "InvalidProof" ? /^InvalidProof$|^InvalidMultiproofLength$/ : new RegExp(`^${error}$`));
    }
  });
});
