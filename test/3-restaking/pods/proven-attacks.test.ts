import { expect } from "chai";
import { concat, toBeHex, ZeroHash } from "ethers";
import { checkpointArguments, credentialsArguments, staleArguments } from "../../../scripts/beacon/proofs/calldata.ts";
import { proveBalance, proveBalances } from "../../../scripts/beacon/proofs/prove.ts";
import { writeRoot } from "../../../scripts/beacon/state/roots.ts";
import { hashOf } from "./pod.ts";
import { deployProvenPod } from "./provenPod.ts";
import { ETH_IN_GWEI } from "../../../scripts/lib/units.ts";

const WINDOW = 8_191n * 12n;

describe("3-restaking: proofs of something else", () => {
  it("RST-127: another validator's index, fields or proof, and another block's state, are no proof of credentials", async () => {
    const { pod, validator, rooted, advance } = await deployProvenPod();
    const [first, second] = [await validator(1, { restaked: false }), await validator(2, { restaked: false })];
    const yesterday = await rooted();
    await advance(1n);
    const block = await rooted();
    const [timestamp, stateRoot, indices, proofs, fields] = credentialsArguments(block, block.timestamp, [
      first,
      second,
    ]);
    const refused = async (error: string, ...args: Parameters<typeof pod.verifyWithdrawalCredentials>) =>
      expect(pod.verifyWithdrawalCredentials(...args)).to.be.revertedWithCustomError(pod, error);
    await refused("InvalidProof", timestamp, stateRoot, [second], [proofs[0]!], [fields[0]!]);
    await refused("InvalidProof", timestamp, stateRoot, [first], [proofs[1]!], [fields[0]!]);
    await refused("InvalidProof", timestamp, stateRoot, [first], [proofs[0]!], [fields[1]!]);
    await refused("InvalidProof", yesterday.timestamp, stateRoot, indices, proofs, fields);
    const old = credentialsArguments(yesterday, yesterday.timestamp, [first, second]);
    await refused("InvalidProof", timestamp, old[1], indices, proofs, fields);
    await refused("InvalidProof", timestamp, stateRoot, indices, old[3], old[4]);
    await refused("InvalidProof", timestamp, stateRoot, [2n ** 39n + 5n], [proofs[0]!], [fields[0]!]);
    await refused("InputArrayLengthMismatch", timestamp, stateRoot, [first], proofs, fields);
    await pod.verifyWithdrawalCredentials(timestamp, stateRoot, indices, proofs, fields);
  });

  it("RST-127: another pod proves nobody's validator but its own", async () => {
    const { pod, podOf, bob, validator, rooted } = await deployProvenPod();
    const index = await validator(1, { restaked: false });
    const theirs = await podOf(bob);
    const block = await rooted();
    const args = credentialsArguments(block, block.timestamp, [index]);
    await expect(theirs.verifyWithdrawalCredentials(...args)).to.be.revertedWithCustomError(
      pod,
      "WithdrawalCredentialsNotForEigenPod",
    );
    const [timestamp, stateRoot, indices, proofs, [fields]] = args;
    const changed = [...fields!];
    changed[1] = concat([toBeHex(1, 12), await theirs.getAddress()]).replace(/^0x0{23}1/, `0x01${"0".repeat(22)}`);
    await expect(
      theirs.verifyWithdrawalCredentials(timestamp, stateRoot, indices, proofs, [changed]),
    ).to.be.revertedWithCustomError(pod, "InvalidProof");
  });

  it("RST-127: fields are counted, a proof has its length, and bad fields are told before either", async () => {
    const { pod, validator, rooted, stale } = await deployProvenPod();
    const index = await validator(1, { restaked: false });
    const block = await rooted();
    const [timestamp, stateRoot, , [proof], [fields]] = credentialsArguments(block, block.timestamp, [index]);
    const call = (given: string[], siblings: string) =>
      pod.verifyWithdrawalCredentials(timestamp, stateRoot, [index], [siblings], [given]);
    for (const given of [fields!.slice(0, 7), [...fields!, ZeroHash]])
      await expect(call(given, proof!)).to.be.revertedWithCustomError(pod, "InvalidValidatorFieldsLength");
    await expect(call(fields!.slice(0, 5), proof!)).to.be.revertedWithPanic(0x32);
    for (const siblings of ["0x", proof!.slice(0, -64), `${proof!}${"00".repeat(32)}`, proof!.slice(0, -2)])
      await expect(call(fields!, siblings)).to.be.revertedWithCustomError(pod, "InvalidProofLength");
    const leaving = fields!.with(6, ZeroHash);
    await expect(call(leaving, "0x")).to.be.revertedWithCustomError(pod, "ValidatorIsExitingBeaconChain");
    const waiting = fields!.with(5, `0x${"ff".repeat(8)}${"00".repeat(24)}`);
    await expect(call(waiting, "0x")).to.be.revertedWithCustomError(pod, "ValidatorInactiveOnBeaconChain");
    await expect(stale(index)).to.be.revertedWithCustomError(pod, "ValidatorNotActiveInPod");
  });

  it("RST-127: a root is asked for within 98,291 seconds, of a time that had a block, and is one", async () => {
    const { pod, validator, verify, rooted, now, networkHelpers, provider } = await deployProvenPod();
    const index = await validator(1, { restaked: false });
    const block = await rooted();
    await expect(verify([index], { ...block, timestamp: block.timestamp + 1n })).to.be.revertedWithCustomError(
      pod,
      "InvalidEIP4788Response",
    );
    await expect(verify([index], { ...block, timestamp: (await now()) + 100n })).to.be.revertedWithPanic(0x11);
    await writeRoot(provider, block.timestamp - 1n, ZeroHash);
    await expect(verify([index], { ...block, timestamp: block.timestamp - 1n })).to.be.revertedWithCustomError(
      pod,
      "EmptyRoot",
    );
    await networkHelpers.time.setNextBlockTimestamp(block.timestamp + WINDOW);
    await expect(verify([index], block)).to.be.revertedWithCustomError(pod, "TimestampOutOfRange");
    const last = await rooted();
    await networkHelpers.time.setNextBlockTimestamp(last.timestamp + WINDOW - 1n);
    await verify([index], last);
  });

  it("RST-127: a balance is of the checkpoint's block, of the validator's own place in its leaf, and of that list", async () => {
    const { pod, validator, lowerTo, start, balances, prove, advance } = await deployProvenPod();
    const indices: [number, bigint][] = [];
    for (const number of [1, 2, 3]) indices.push([number, await validator(number)]);
    await lowerTo(indices[1]![1], 20n * ETH_IN_GWEI);
    const block = await start();
    const [container, proofs] = balances(block, ...indices);
    // one leaf serves all three, each with its own balance
    expect(new Set(proofs.map(({ balanceRoot }) => balanceRoot)).size).to.equal(1);
    const refused = async (error: string, ...args: Parameters<typeof pod.verifyCheckpointProofs>) =>
      expect(pod.verifyCheckpointProofs(...args)).to.be.revertedWithCustomError(pod, error);
    const [one] = proofs;
    await refused("InvalidProof", { ...container, balanceContainerRoot: one!.balanceRoot }, []);
    await refused("InvalidProofLength", { ...container, proof: container.proof.slice(0, -64) }, []);
    await refused("InvalidProofLength", container, [{ ...one!, proof: "0x" }]);
    await refused("InvalidProof", container, [{ ...one!, balanceRoot: ZeroHash }]);
    await pod.verifyCheckpointProofs(container, proofs);
    expect((await pod.validatorPubkeyHashToInfo(hashOf(2))).restakedBalanceGwei).to.equal(20n * ETH_IN_GWEI);
    await advance(1n);
    const later = await start();
    await refused("InvalidProof", container, proofs);
    const [fresh] = balances(later, ...indices);
    await refused("InvalidProof", fresh, proofs);
    await expect(prove(later, ...indices)).to.emit(pod, "CheckpointFinalized");
  });

  it("RST-127: unknown and repeated keys are passed over without a look at their proof, and move nothing", async () => {
    const { pod, validator, start, balances } = await deployProvenPod();
    const [first, second] = [await validator(1), await validator(2)];
    const block = await start();
    const [container, [one, two]] = balances(block, [1, first], [2, second]);
    const stranger = { ...one!, pubkeyHash: hashOf(9), proof: "0x" };
    await pod.verifyCheckpointProofs(container, [stranger, one!, { ...one!, proof: "0x12" }]);
    expect((await pod.currentCheckpoint()).proofsRemaining).to.equal(1n);
    await pod.verifyCheckpointProofs(container, []);
    await pod.verifyCheckpointProofs(container, [two!]);
    expect(await pod.currentCheckpointTimestamp()).to.equal(0n);
  });

  it("RST-127: what is not in the list proves nothing: beyond its end, in the unused half of a level, or another list", async () => {
    for (const gloasIn of [undefined, 0n]) {
      const { pod, validator, rooted, ethers, chain } = await deployProvenPod({ gloasIn });
      const index = await validator(1, { restaked: false });
      const block = await rooted();
      const count = await chain.validatorCount();
      const nothing = Array.from({ length: 8 }, () => ZeroHash);
      const harness = await ethers.deployContract("BeaconProofsHarness");
      const fork = gloasIn === undefined ? 0n : 1n;
      const stateRoot = block.header.stateRoot;
      const [, , , [proof], [fields]] = credentialsArguments(block, block.timestamp, [index]);
      for (const beyond of [count, count + 1n, 2n ** 40n - 1n]) {
        const given = harness.validator(fork, stateRoot, beyond, fields!, proof!);
        await expect(given).to.be.revertedWithCustomError(harness, "InvalidProof");
      }
      // an empty place is 32 zero bytes, and no container of eight fields has such a root
      await expect(harness.validator(fork, stateRoot, index, nothing, proof!)).to.be.revertedWithCustomError(
        harness,
        "InvalidProof",
      );
      const { balanceRoot, proof: inList } = proveBalance(block, index);
      const { balanceContainerRoot } = proveBalances(block);
      await expect(
        harness.balance(fork, stateRoot, index, balanceRoot, inList),
        "the state in the place of the list",
      ).to.be.revertedWithCustomError(harness, "InvalidProof");
      const four = fields!.map(() => balanceRoot);
      await expect(
        harness.validator(fork, balanceContainerRoot, index, four, proof!),
        "the other list",
      ).to.be.revertedWithCustomError(harness, "InvalidProof");
      await expect(pod.verifyCheckpointProofs(...checkpointArguments(block, []))).to.be.revertedWithCustomError(
        pod,
        "NoActiveCheckpoint",
      );
    }
  });

  it("RST-127: a slashed validator is proven by its own fields at a later time, not by a neighbour's", async () => {
    const { pod, chain, authority, validator, rooted, roots, now } = await deployProvenPod();
    const [first, second] = [await validator(1), await validator(2)];
    await chain.connect(authority).reportSlashing(first);
    const block = await rooted();
    const [timestamp, stateRoot, slashed] = staleArguments(block, block.timestamp, first);
    const [, , healthy] = staleArguments(block, block.timestamp, second);
    const refused = async (error: string, ...args: Parameters<typeof pod.verifyStaleBalance>) =>
      expect(pod.verifyStaleBalance(...args)).to.be.revertedWithCustomError(pod, error);
    const borrowed = { ...slashed, validatorFields: slashed.validatorFields.with(0, healthy.validatorFields[0]!) };
    await refused("InvalidProof", timestamp, stateRoot, borrowed);
    await refused("InvalidProof", timestamp, stateRoot, { ...slashed, proof: healthy.proof });
    await refused("InvalidProofLength", timestamp, stateRoot, { ...slashed, proof: "0x" });
    await refused("InvalidProof", timestamp, { ...stateRoot, beaconStateRoot: block.root }, slashed);
    const cut = { ...slashed, validatorFields: slashed.validatorFields.slice(0, 5) };
    await refused("InvalidValidatorFieldsLength", timestamp, stateRoot, cut);
    await roots.next((await now()) + 1n);
    await pod.verifyStaleBalance(timestamp, stateRoot, slashed);
  });
});
