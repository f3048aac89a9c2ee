import { expect } from "chai";
import { pubkeyOf } from "../../../scripts/beacon/depositData.ts";
import { staleArguments } from "../../../scripts/beacon/proofs/calldata.ts";
import { hashOf } from "./pod.ts";
import { deployProvenPod } from "./provenPod.ts";
import { ETH, ETH_IN_GWEI, GWEI } from "../../../scripts/lib/units.ts";

describe("3-restaking: a pod that takes proofs", () => {
  it("RST-126: validators enter by a proof of their fields, 0x01 and 0x02, at their effective balance", async () => {
    const { manager, pod, alice, validator, verify } = await deployProvenPod();
    const plain = await validator(1, { restaked: false });
    const large = await validator(2, { restaked: false, type: 2, ether: 100n });
    await expect(verify([plain, large]))
      .to.emit(manager, "Recorded")
      .withArgs(alice.address, 0n, 132n * ETH)
      .and.to.emit(pod, "ValidatorRestaked")
      .withArgs(hashOf(1));
    expect(await pod.activeValidatorCount()).to.equal(2n);
    await expect(verify([plain])).to.be.revertedWithCustomError(pod, "CredentialsAlreadyVerified");
  });

  it("RST-126: refuses who is inactive, exiting or somebody else's, for the reason that rung 1's state gives", async () => {
    const { pod, chain, deposit, advance, activate, bob, authority, verify } = await deployProvenPod();
    const waiting = await deposit(2, { recipient: await pod.getAddress() });
    await advance(5n);
    await expect(verify([waiting])).to.be.revertedWithCustomError(pod, "ValidatorInactiveOnBeaconChain");
    await advance(6n);
    await chain.connect(authority).reportSlashing(waiting);
    await expect(verify([waiting])).to.be.revertedWithCustomError(pod, "ValidatorIsExitingBeaconChain");
    const theirs = await activate(3, { recipient: bob.address });
    await expect(verify([theirs])).to.be.revertedWithCustomError(pod, "WithdrawalCredentialsNotForEigenPod");
  });

  it("RST-126: a checkpoint takes losses and gains to the gwei from the parent block's state", async () => {
    const { manager, pod, alice, validator, lowerTo, start, prove, advance, chain } = await deployProvenPod();
    const [first, second] = [await validator(1), await validator(2)];
    await lowerTo(first, 24n * ETH_IN_GWEI);
    const held = (await chain.validator(second)).balanceGwei;
    const block = await start();
    await expect(prove(block, [1, first], [2, second]))
      .to.emit(manager, "Recorded")
      .withArgs(alice.address, 64n * ETH, (held - 40n * ETH_IN_GWEI) * GWEI);
    expect((await pod.validatorPubkeyHashToInfo(hashOf(1))).restakedBalanceGwei).to.equal(24n * ETH_IN_GWEI);
    await advance(10n);
    const later = await start();
    await expect(prove(later, [1, first], [2, second]))
      .to.emit(manager, "Recorded")
      .withArgs(alice.address, (24n * ETH_IN_GWEI + held) * GWEI, (wei: bigint) => wei > 0n);
  });

  it("RST-82, RST-126: credentials are proven in a state later than any checkpoint's, open or last", async () => {
    const { pod, validator, verify, start, prove, rooted } = await deployProvenPod();
    const first = await validator(1);
    const second = await validator(2, { restaked: false });
    const block = await start();
    await expect(verify([second], block)).to.be.revertedWithCustomError(pod, "BeaconTimestampTooFarInPast");
    await prove(block, [1, first]);
    await expect(verify([second], block)).to.be.revertedWithCustomError(pod, "BeaconTimestampBeforeLatestCheckpoint");
    await verify([second], await rooted());
  });

  it("RST-126: an exit is found whole in the pod, and its validator leaves it", async () => {
    const { manager, pod, chain, alice, validator, start, prove, advance } = await deployProvenPod();
    const index = await validator(1);
    await advance(256n);
    await pod.requestWithdrawal([{ pubkey: pubkeyOf("test", 1), amountGwei: 0n }], { value: 1n });
    await advance(261n);
    await prove(await start(), [1, index]);
    const { balanceGwei } = await chain.validator(index);
    await chain.sweep(index);
    await expect(prove(await start(), [1, index]))
      .to.emit(manager, "Recorded")
      .withArgs(alice.address, balanceGwei * GWEI, 0n)
      .and.to.emit(pod, "ValidatorWithdrawn");
    expect(await pod.activeValidatorCount()).to.equal(0n);
    expect(await pod.withdrawableRestakedExecutionLayerGwei()).to.equal(balanceGwei);
  });

  it("RST-126: anybody starts a checkpoint by proving a slashed validator, and nobody by one that is not", async () => {
    const { pod, bob, chain, authority, validator, stale, rooted, roots, now, prove } = await deployProvenPod();
    const [first, second] = [await validator(1), await validator(2)];
    await chain.connect(authority).reportSlashing(first);
    await expect(stale(second)).to.be.revertedWithCustomError(pod, "ValidatorNotSlashedOnBeaconChain");
    const block = await rooted();
    const started = await roots.next((await now()) + 1n);
    await pod.connect(bob).verifyStaleBalance(...staleArguments(block, block.timestamp, first));
    expect((await pod.currentCheckpoint()).beaconBlockRoot).to.equal(started.root);
    await expect(prove(started, [1, first], [2, second])).to.emit(pod, "CheckpointFinalized");
    const later = await rooted();
    await expect(stale(first, block)).to.be.revertedWithCustomError(pod, "BeaconTimestampTooFarInPast");
    await roots.next((await now()) + 1n);
    await stale(first, later);
    expect(await pod.currentCheckpointTimestamp()).to.be.greaterThan(0n);
  });
});
