import { expect } from "chai";
import { AbiCoder } from "ethers";
import fc from "fast-check";
import { keyProof } from "../../scripts/beacon/proofs/calldata.ts";
import { NEVER } from "../../scripts/beacon/proofs/forks.ts";
import { blockRootOf } from "../../scripts/beacon/state/header.ts";
import { newBeaconView } from "../../scripts/beacon/state/view.ts";
import { deployBeacon } from "../1-staking/beacon.ts";

const SLOT = 12n;

describe("the verifier of keys", () => {
  it("OPS-79: says of a validator what the proven state has, and nothing by a proof of anything else", async () => {
    for (const shape of ["electra", "gloas"] as const) {
      const { ethers, chain, authority, activate, deposit } = await deployBeacon();
      const indices = [await activate(1), await activate(2, { type: 2, ether: 64n })];
      await chain.connect(authority).reportSlashing(indices[0]!);
      await chain.connect(authority).reportPenalty(indices[1]!, 12_345n);
      await deposit(3);
      const gloasTimestamp = shape === "gloas" ? 1n : NEVER;
      const verifier = await ethers.deployContract("KeyVerifier", [chain, gloasTimestamp, NEVER]);
      const number = await ethers.provider.getBlockNumber();
      const block = await newBeaconView(chain, { gloasTimestamp }).blockAfter(number);
      const root = blockRootOf(block.header);
      const time = BigInt((await ethers.provider.getBlock(number))!.timestamp) + SLOT;
      const refused = async (index: bigint, proof: string, from = root): Promise<boolean> =>
        verifier.validatorAt(time, from, index, proof).then(
          () => false,
          () => true,
        );
      for (let index = 0n; index < 3n; ++index) {
        const ours = await verifier.validatorAt(time, root, index, keyProof(block, index));
        const theirs = await chain.validator(index, { blockTag: number });
        // deposits that wait are in no validator's container
        expect([...ours]).to.deep.equal([...theirs].map((value, i) => (i === 4 ? 0n : value)));
        expect(await refused((index + 1n) % 3n, keyProof(block, index)), "another index").to.equal(true);
        expect(await refused(index, keyProof(block, index), ethers.id("another block"))).to.equal(true);
      }
      await expect(verifier.validatorAt(time, root, 0n, "0x")).to.be.revertedWithCustomError(
        verifier,
        "InvalidProofLength",
      );
      const whole = keyProof(block, 1n);
      const [parts] = AbiCoder.defaultAbiCoder().decode([PROOF], whole) as unknown as [(string | string[])[]];
      await fc.assert(
        fc.asyncProperty(fc.nat(7), fc.nat(), async (part, bit) => {
          const flipped = parts.map((one, i) => (i === part ? flip(one, bit) : one));
          expect(await refused(1n, AbiCoder.defaultAbiCoder().encode([PROOF], [flipped]))).to.equal(true);
        }),
        { numRuns: 60 },
      );
    }
  });

  it("OPS-79: reads no proof behind a root of a fork whose shape it does not know", async () => {
    const { ethers, chain } = await deployBeacon();
    const verifier = await ethers.deployContract("KeyVerifier", [chain, 5n, 1_000n]);
    await expect(verifier.validatorAt(1_001n, ethers.ZeroHash, 0n, "0x"))
      .to.be.revertedWithCustomError(verifier, "ForkUnknown")
      .withArgs(1_001n, 1_000n);
  });
});

const PROOF = "tuple(bytes32, bytes, bytes32[], bytes, bytes32, bytes, bytes32, bytes)";

/** One bit of some bytes, or of one of several words, flipped. */
function flip(part: string | string[], bit: number): string | string[] {
  if (typeof part !== "string") {
    const words = [...part];
    const at = bit % words.length;
    words[at] = flip(words[at]!, bit) as string;
    return words;
  }
  const digit = 2 + ((bit >> 2) % (part.length - 2));
  const changed = (Number.parseInt(part[digit]!, 16) ^ (1 << (bit & 3))).toString(16);
  return part.slice(0, digit) + changed + part.slice(digit + 1);
}
