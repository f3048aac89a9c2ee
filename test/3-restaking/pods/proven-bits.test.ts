import { expect } from "chai";
import { getBytes, hexlify, Interface } from "ethers";
import fc from "fast-check";
import { credentialsArguments, staleArguments } from "../../../scripts/beacon/proofs/calldata.ts";
import { hashOf } from "./pod.ts";
import { deployProvenPod } from "./provenPod.ts";

const EPOCH_BITS = 64;

/** A word with one bit of it flipped, counted from its first byte's lowest. */
function flipped(word: string, bit: number): string {
  const bytes = getBytes(word);
  bytes[bit >> 3]! ^= 1 << (bit & 7);
  return hexlify(bytes);
}

/** What a pod says to a bit of a field when validators enter; a far future epoch that loses one is an exit. */
function saidAtEntry(field: number, bit: number): string {
  if (field === 1) return "WithdrawalCredentialsNotForEigenPod";
  return field === 6 && bit < EPOCH_BITS ? "ValidatorIsExitingBeaconChain" : "InvalidProof";
}

/** And when one is shown to be slashed: its key is looked up first, then whether it says that it is. */
function saidOfSlashed(field: number, bit: number): string {
  if (field === 0) return "ValidatorNotActiveInPod";
  return field === 3 && bit === 0 ? "ValidatorNotSlashedOnBeaconChain" : "InvalidProof";
}

const bits = fc.uniqueArray(fc.nat(255), { minLength: 2, maxLength: 2 });
/** The ends of a word and of the eight bytes of a number, and some between. */
const drawn = bits.map((some) => [...new Set([0, 63, 64, 255, ...some])]);

describe("3-restaking: bits of what a pod is shown", () => {
  for (const [fork, coming] of [
    ["electra", {}],
    ["gloas", { gloasIn: 1n }],
  ] as const) {
    it(`RST-127: ${fork}: no field of a validator that enters has a bit that may be another`, async () => {
      const { pod, validator, rooted } = await deployProvenPod(coming);
      const index = await validator(1, { restaked: false });
      const block = await rooted();
      expect(block.fork).to.equal(fork);
      const [timestamp, stateRoot, indices, proofs, [fields]] = credentialsArguments(block, block.timestamp, [index]);
      const said = new Set<string>();
      await fc.assert(
        fc.asyncProperty(fc.nat(7), drawn, async (field, some) => {
          for (const bit of some) {
            const changed = [fields!.with(field, flipped(fields![field]!, bit))];
            const call = pod.verifyWithdrawalCredentials.staticCall(timestamp, stateRoot, indices, proofs, changed);
            said.add(saidAtEntry(field, bit));
            await expect(call).to.be.revertedWithCustomError(pod, saidAtEntry(field, bit));
          }
        }),
        { numRuns: 16, examples: [...Array(8).keys()].map((field) => [field, [0, 63, 64, 255]]) },
      );
      expect(said.size, "each kind of refusal was met").to.equal(3);
      await pod.verifyWithdrawalCredentials(timestamp, stateRoot, indices, proofs, [fields!]);
    });
  }

  it("RST-127: no field of a validator that is said to be slashed has a bit that may be another", async () => {
    const { pod, chain, authority, validator, rooted } = await deployProvenPod();
    const index = await validator(1);
    await chain.connect(authority).reportSlashing(index);
    const block = await rooted();
    const [timestamp, stateRoot, proof] = staleArguments(block, block.timestamp, index);
    for (const field of proof.validatorFields.keys()) {
      for (const bit of [0, 63, 64, 255]) {
        const word = flipped(proof.validatorFields[field]!, bit);
        const changed = { ...proof, validatorFields: proof.validatorFields.with(field, word) };
        const call = pod.verifyStaleBalance.staticCall(timestamp, stateRoot, changed);
        await expect(call).to.be.revertedWithCustomError(pod, saidOfSlashed(field, bit));
      }
    }
  });

  it("RST-127: no bit of a leaf may be another, of the validator's own balance or of the three beside it", async () => {
    const { pod, validator, start, balances } = await deployProvenPod();
    const index = await validator(1);
    for (const number of [2, 3, 4]) await validator(number);
    const block = await start();
    const [container, [one]] = balances(block, [1, index]);
    const lanes = [...Array(4).keys()].map((lane) => 64 * lane);
    for (const bit of lanes.flatMap((first) => [first, first + 35, first + 63])) {
      const changed = { ...one!, balanceRoot: flipped(one!.balanceRoot, bit) };
      const call = pod.verifyCheckpointProofs.staticCall(container, [changed]);
      await expect(call).to.be.revertedWithCustomError(pod, "InvalidProof");
    }
    const words = one!.balanceRoot.slice(2).match(/.{16}/g) as string[];
    for (const lane of [1, 2, 3]) {
      const turned = [...words.slice(lane), ...words.slice(0, lane)].join("");
      const call = pod.verifyCheckpointProofs.staticCall(container, [{ ...one!, balanceRoot: `0x${turned}` }]);
      expect(turned, "another leaf").not.to.equal(words.join(""));
      await expect(call).to.be.revertedWithCustomError(pod, "InvalidProof");
    }
    await pod.verifyCheckpointProofs(container, [one!]);
    expect((await pod.validatorPubkeyHashToInfo(hashOf(1))).lastCheckpointedAt).to.equal(block.timestamp);
  });

  it("RST-127: an index beyond 2^40 is none, whatever its lower bits are", async () => {
    const { pod, alice, ethers, validator, rooted } = await deployProvenPod();
    const index = await validator(1, { restaked: false });
    const block = await rooted();
    const [timestamp, stateRoot, , proofs, fields] = credentialsArguments(block, block.timestamp, [index]);
    const wide = new Interface(["function verify(uint64,(bytes32,bytes),uint256[],bytes[],bytes32[][])"]);
    const { selector } = pod.interface.getFunction("verifyWithdrawalCredentials");
    const callWith = (given: bigint) => {
      const args = [timestamp, [stateRoot.beaconStateRoot, stateRoot.proof], [given], proofs, fields];
      return { to: pod, data: selector + wide.encodeFunctionData("verify", args).slice(10) };
    };
    for (const beyond of [index + 2n ** 40n, 2n ** 64n + index, 2n ** 256n - 1n])
      await expect(alice.call(callWith(beyond))).to.be.revertedWithoutReason(ethers);
    await alice.sendTransaction(callWith(index));
    expect(await pod.activeValidatorCount()).to.equal(1n);
  });
});
