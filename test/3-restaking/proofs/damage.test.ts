import { expect } from "chai";
import { concat, getBytes, hexlify } from "ethers";
import fc from "fast-check";
import { network } from "hardhat";
import { type ForkName, SHAPES } from "../../../scripts/beacon/proofs/forks.ts";
import { proveBalance, proveBalances, proveStateRoot, proveValidator } from "../../../scripts/beacon/proofs/prove.ts";
import {
  balanceIn,
  type Refusal,
  verifyBalance,
  verifyBalances,
  verifyStateRoot,
  verifyValidator,
} from "../../../scripts/beacon/proofs/verify.ts";
import { blockRootOf } from "../../../scripts/beacon/state/header.ts";
import type { BeaconProofsHarness } from "../../../typechain-types/index.ts";
import { blockOf, FAR_FUTURE, validatorOf } from "./states.ts";

const RECIPIENT = `0x${"12".repeat(20)}`;

/** A proof in its parts; what is proven is spelled by all of them together. */
interface Proof {
  readonly root: string;
  readonly index: bigint;
  readonly leaves: readonly string[];
  readonly proof: string;
}
type Kind = "stateRoot" | "validator" | "balances" | "balance";

const OURS: Readonly<Record<Kind, (fork: ForkName, p: Proof) => Refusal | undefined>> = {
  stateRoot: (_, p) => verifyStateRoot(p.root, p.leaves[0]!, p.proof),
  validator: (fork, p) => verifyValidator(fork, p.root, p.index, p.leaves, p.proof),
  balances: (fork, p) => verifyBalances(fork, p.root, p.leaves[0]!, p.proof),
  balance: (fork, p) => verifyBalance(fork, p.root, p.index, p.leaves[0]!, p.proof),
};

function proofOf(fork: ForkName, kind: Kind, size: number, index: bigint, balances: readonly bigint[]): Proof {
  const validators = balances
    .slice(0, size)
    .map((balanceGwei, number) => validatorOf(number, RECIPIENT, { balanceGwei }));
  const block = blockOf(fork, validators);
  const blockRoot = blockRootOf(block.header);
  if (kind === "stateRoot") {
    const { beaconStateRoot, proof } = proveStateRoot(block);
    return { root: blockRoot, index, leaves: [beaconStateRoot], proof };
  }
  if (kind === "validator") {
    const { fields, proof } = proveValidator(block, index);
    return { root: block.header.stateRoot, index, leaves: fields, proof };
  }
  const container = proveBalances(block);
  if (kind === "balances") {
    return { root: blockRoot, index, leaves: [container.balanceContainerRoot], proof: container.proof };
  }
  const { balanceRoot, proof } = proveBalance(block, index);
  return { root: container.balanceContainerRoot, index, leaves: [balanceRoot], proof };
}

/** The proof with one bit of it flipped: of its root, its leaves, its siblings, or of the index. */
function damaged(p: Proof, at: number): Proof {
  const parts = [p.root, ...p.leaves, p.proof];
  const indexed = 40;
  const bits = 8 * getBytes(concat(parts)).length + indexed;
  const bit = at % bits;
  if (bit < indexed) return { ...p, index: p.index ^ (1n << BigInt(bit)) };
  const bytes = getBytes(concat(parts));
  const byte = (bit - indexed) >> 3;
  bytes[byte]! ^= 1 << (bit & 7);
  const words = (from: number, to: number) => hexlify(bytes.slice(32 * from, 32 * to));
  return {
    ...p,
    root: words(0, 1),
    leaves: p.leaves.map((_, i) => words(1 + i, 2 + i)),
    proof: hexlify(bytes.slice(32 * (1 + p.leaves.length))),
  };
}

async function inSolidity(
  harness: BeaconProofsHarness,
  kind: Kind,
  fork: ForkName,
  { root, index, leaves, proof }: Proof,
): Promise<string | undefined> {
  const { number } = SHAPES[fork];
  const calls = {
    stateRoot: () => harness.stateRoot(root, leaves[0]!, proof),
    validator: () => harness.validator(number, root, index, [...leaves], proof),
    balances: () => harness.balances(number, root, leaves[0]!, proof),
    balance: () => harness.balance(number, root, index, leaves[0]!, proof),
  };
  try {
    await calls[kind]();
    return undefined;
  } catch (error) {
    const { data } = error as { data?: string };
    return harness.interface.parseError(data ?? "0x")?.name ?? String(error);
  }
}

describe("3-restaking: proofs and damage", () => {
  let harness: BeaconProofsHarness;
  before(async () => {
    harness = await (await network.create()).ethers.deployContract("BeaconProofsHarness");
  });

  const drawn = fc.record({
    fork: fc.constantFrom<ForkName>("electra", "gloas"),
    kind: fc.constantFrom<Kind>("stateRoot", "validator", "balances", "balance"),
    balances: fc.array(fc.bigInt({ min: 0n, max: 2n ** 45n }), { minLength: 1, maxLength: 100 }),
    at: fc.nat(),
    bit: fc.nat(),
  });

  it("RST-122: undamaged proofs pass, damaged ones do not, and both sides give the same reason", async () => {
    await fc.assert(
      fc.asyncProperty(drawn, async ({ fork, kind, balances, at, bit }) => {
        const index = BigInt(at % balances.length);
        const whole = proofOf(fork, kind, balances.length, index, balances);
        expect(OURS[kind](fork, whole), "in TypeScript").to.equal(undefined);
        expect(await inSolidity(harness, kind, fork, whole), "in Solidity").to.equal(undefined);
        if (kind === "balance") expect(balanceIn(whole.leaves[0]!, index)).to.equal(balances[Number(index)]);

        const broken = damaged(whole, bit);
        const refusal = OURS[kind](fork, broken);
        expect(await inSolidity(harness, kind, fork, broken), "in Solidity, damaged").to.equal(refusal);
        // four balances share a leaf, and where there is no index none is looked at
        const isSamePlace = kind === "balance" ? broken.index / 4n === index / 4n : kind !== "validator";
        if (broken.index === index || !isSamePlace) expect(refusal, "damaged").not.to.equal(undefined);
      }),
      { numRuns: 150 },
    );
  });

  it("RST-122: a proof that is cut, stretched or empty has no place; fields that are not eight are no validator", async () => {
    for (const fork of ["electra", "gloas"] as const) {
      const balances = Array.from({ length: 60 }, (_, i) => BigInt(i));
      for (const kind of ["stateRoot", "validator", "balances", "balance"] as const) {
        const whole = proofOf(fork, kind, 60, 41n, balances);
        for (const proof of ["0x", whole.proof.slice(0, -64), `${whole.proof}00`, concat([whole.proof, whole.root])]) {
          const cut = { ...whole, proof };
          expect(OURS[kind](fork, cut), `${fork} ${kind}`).to.equal("InvalidProofLength");
          expect(await inSolidity(harness, kind, fork, cut), `${fork} ${kind}`).to.equal("InvalidProofLength");
        }
      }
      const validator = proofOf(fork, "validator", 60, 41n, balances);
      for (const leaves of [validator.leaves.slice(0, 7), [...validator.leaves, validator.leaves[0]!]]) {
        const other = { ...validator, leaves };
        expect(OURS.validator(fork, other)).to.equal("InvalidValidatorFieldsLength");
        expect(await inSolidity(harness, "validator", fork, other)).to.equal("InvalidValidatorFieldsLength");
      }
      const nothing = { ...validator, root: `0x${"00".repeat(32)}` };
      expect(OURS.validator(fork, nothing)).to.equal("EmptyRoot");
      expect(await inSolidity(harness, "validator", fork, nothing)).to.equal("EmptyRoot");
    }
  });

  it("RST-122: numbers are read least significant byte first, from the first eight bytes alone", async () => {
    const state = blockOf("electra", [validatorOf(0, RECIPIENT, { exitEpoch: 0x01020304050607n })]);
    const { fields } = proveValidator(state, 0n);
    expect(fields[6]).to.equal(`0x0706050403020100${"00".repeat(24)}`);
    expect(proveValidator(blockOf("electra", [validatorOf(0, RECIPIENT)]), 0n).fields[6]).to.equal(
      `0x${"ff".repeat(8)}${"00".repeat(24)}`,
    );
    expect(FAR_FUTURE).to.equal(BigInt(`0x${"ff".repeat(8)}`));
  });
});
