import { expect } from "chai";
import { CONTAINER_PROOF, deployPod, hashOf, slashedProof, STATE_ROOT_PROOF } from "./pod.ts";
import { ETH, ETH_IN_GWEI, GWEI } from "../../../scripts/lib/units.ts";

describe("3-restaking: checkpoints", () => {
  it("RST-84: a loss of 8 ETH is reported as S6 records it: 32 ETH before, −8 ETH", async () => {
    const { manager, pod, alice, validator, lowerTo, prove } = await deployPod();
    const index = await validator(1);
    await lowerTo(index, 24n * ETH_IN_GWEI);
    await pod.startCheckpoint(false);
    await expect(prove(1))
      .to.emit(manager, "Recorded")
      .withArgs(alice.address, 32n * ETH, -8n * ETH);
    expect((await pod.validatorPubkeyHashToInfo(hashOf(1))).restakedBalanceGwei).to.equal(24n * ETH_IN_GWEI);
  });

  it("RST-84: a loss of 1 gwei in one of two validators: 64 ETH before, −1 gwei; then a gain of 1 gwei", async () => {
    const { chain, manager, pod, bob, alice, validator, lowerTo, prove } = await deployPod();
    const [first, second] = [await validator(1), await validator(2)];
    await chain.sweep(first);
    await lowerTo(second, 32n * ETH_IN_GWEI);
    await pod.startCheckpoint(false);
    await prove(1, 2);
    const swept = await pod.withdrawableRestakedExecutionLayerGwei();
    await lowerTo(second, 32n * ETH_IN_GWEI - 1n);
    await lowerTo(first, 32n * ETH_IN_GWEI);
    await pod.startCheckpoint(false);
    await expect(prove(2, 1))
      .to.emit(manager, "Recorded")
      .withArgs(alice.address, 64n * ETH + swept * GWEI, -GWEI);
    await bob.sendTransaction({ to: pod, value: GWEI });
    await pod.startCheckpoint(true);
    await expect(prove(1, 2))
      .to.emit(manager, "Recorded")
      .withArgs(alice.address, 64n * ETH - GWEI + swept * GWEI, GWEI);
  });

  it("RST-85: an exit moves the balance from the validator to the pod and changes no share", async () => {
    const { chain, manager, pod, alice, validator, prove, exit, advance } = await deployPod();
    const index = await validator(1);
    await advance(256n);
    await exit(1);
    await pod.startCheckpoint(false);
    await prove(1);
    const { balanceGwei } = await chain.validator(index);
    await chain.sweep(index);
    await pod.startCheckpoint(true);
    await expect(prove(1))
      .to.emit(manager, "Recorded")
      .withArgs(alice.address, balanceGwei * GWEI, 0n)
      .and.to.emit(pod, "ValidatorWithdrawn")
      .withArgs((time: bigint) => time > 0n, hashOf(1));
    expect(await pod.withdrawableRestakedExecutionLayerGwei()).to.equal(balanceGwei);
    expect(await pod.activeValidatorCount()).to.equal(0n);
    expect(await pod["validatorStatus(bytes32)"](hashOf(1))).to.equal(2n);
    expect(await pod.checkpointBalanceExitedGwei(await pod.lastCheckpointTimestamp())).to.equal(balanceGwei);
  });

  it("RST-86: a sweep later in its block is in the validator, and in the pod for the next one", async () => {
    const { chain, manager, pod, alice, validator, prove, provider, advance } = await deployPod();
    const index = await validator(1);
    await advance(100n);
    const excess = (await chain.validator(index)).balanceGwei - 32n * ETH_IN_GWEI;
    await provider.request({ method: "evm_setAutomine", params: [false] });
    const gas = { gasLimit: 1_000_000n };
    await pod.startCheckpoint(false, gas);
    await chain.sweep(index, gas);
    await provider.request({ method: "evm_mine", params: [] });
    await provider.request({ method: "evm_setAutomine", params: [true] });
    await expect(prove(1))
      .to.emit(manager, "Recorded")
      .withArgs(alice.address, 32n * ETH, excess * GWEI);
    await pod.startCheckpoint(true);
    await expect(prove(1))
      .to.emit(manager, "Recorded")
      .withArgs(alice.address, 32n * ETH + excess * GWEI, 0n);
    expect(await pod.withdrawableRestakedExecutionLayerGwei()).to.equal(excess);
  });

  it("RST-86: a sweep earlier in its block is still in the validator, and in the pod for the next one", async () => {
    const { chain, manager, pod, alice, validator, prove, provider, advance } = await deployPod();
    const index = await validator(1);
    await advance(100n);
    const excess = (await chain.validator(index)).balanceGwei - 32n * ETH_IN_GWEI;
    await provider.request({ method: "evm_setAutomine", params: [false] });
    const gas = { gasLimit: 1_000_000n };
    await chain.sweep(index, gas);
    await pod.startCheckpoint(false, gas);
    await provider.request({ method: "evm_mine", params: [] });
    await provider.request({ method: "evm_setAutomine", params: [true] });
    expect((await pod.currentCheckpoint()).podBalanceGwei).to.equal(0n);
    await expect(prove(1))
      .to.emit(manager, "Recorded")
      .withArgs(alice.address, 32n * ETH, excess * GWEI);
    await pod.startCheckpoint(true);
    await expect(prove(1))
      .to.emit(manager, "Recorded")
      .withArgs(alice.address, 32n * ETH + excess * GWEI, 0n);
  });

  it("RST-86: what happens after its start is left to the next one", async () => {
    const { chain, manager, pod, alice, authority, validator, prove } = await deployPod();
    const index = await validator(1);
    await pod.startCheckpoint(false);
    await chain.connect(authority).reportPenalty(index, 5n * ETH_IN_GWEI);
    await expect(prove(1))
      .to.emit(manager, "Recorded")
      .withArgs(alice.address, 32n * ETH, 0n);
  });

  it("RST-87: skips what is not active or already proven, completes with the last, and anybody proves", async () => {
    const { pod, bob, validator, networkHelpers } = await deployPod();
    await validator(1);
    await validator(2);
    await pod.startCheckpoint(false);
    const started = await pod.currentCheckpointTimestamp();
    const proofs = [1, 1, 3].map((number) => ({ pubkeyHash: hashOf(number), balanceRoot: hashOf(9), proof: "0x" }));
    await pod.connect(bob).verifyCheckpointProofs(CONTAINER_PROOF, proofs);
    const open = await pod.currentCheckpoint();
    expect(open.proofsRemaining).to.equal(1n);
    expect(open.prevBeaconBalanceGwei).to.equal(32n * ETH_IN_GWEI);
    await expect(pod.startCheckpoint(false)).to.be.revertedWithCustomError(pod, "CheckpointAlreadyActive");
    await expect(
      pod
        .connect(bob)
        .verifyCheckpointProofs(CONTAINER_PROOF, [{ pubkeyHash: hashOf(2), balanceRoot: hashOf(9), proof: "0x" }]),
    )
      .to.emit(pod, "CheckpointFinalized")
      .withArgs(started, (wei: bigint) => wei > 0n);
    expect(await pod.currentCheckpointTimestamp()).to.equal(0n);
    expect(await pod.lastCheckpointTimestamp()).to.equal(started);
    expect((await pod.currentCheckpoint()).proofsRemaining).to.equal(0n);
    await expect(pod.verifyCheckpointProofs(CONTAINER_PROOF, [])).to.be.revertedWithCustomError(
      pod,
      "NoActiveCheckpoint",
    );
    expect(await networkHelpers.time.latest()).to.be.greaterThan(Number(started));
  });

  it("RST-88: starts once a block, and with something in the pod if that is asked", async () => {
    const { pod, provider, bob } = await deployPod();
    await expect(pod.startCheckpoint(true)).to.be.revertedWithCustomError(pod, "NoBalanceToCheckpoint");
    await bob.sendTransaction({ to: pod, value: GWEI - 1n });
    await expect(pod.startCheckpoint(true)).to.be.revertedWithCustomError(pod, "NoBalanceToCheckpoint");
    await provider.request({ method: "evm_setAutomine", params: [false] });
    await pod.startCheckpoint(false, { gasLimit: 500_000n });
    const second = pod.startCheckpoint.staticCall(false, { blockTag: "pending" });
    await expect(second).to.be.revertedWithCustomError(pod, "CannotCheckpointTwiceInSingleBlock");
    await provider.request({ method: "evm_setAutomine", params: [true] });
    await provider.request({ method: "evm_mine", params: [] });
    await expect(bob.sendTransaction({ to: pod, value: 1n }))
      .to.emit(pod, "NonBeaconChainETHReceived")
      .withArgs(1n);
    await pod.startCheckpoint(true);
    expect(await pod.withdrawableRestakedExecutionLayerGwei()).to.equal(1n);
  });

  it("RST-89: anybody starts one for a validator slashed since it was last checkpointed, for no other", async () => {
    const { chain, pod, bob, authority, now, validator, prove, networkHelpers } = await deployPod();
    const index = await validator(1);
    await validator(2);
    const stale = async (number: number, time?: bigint) =>
      pod.connect(bob).verifyStaleBalance(time ?? (await now()), STATE_ROOT_PROOF, slashedProof(number));
    await expect(stale(3)).to.be.revertedWithCustomError(pod, "ValidatorNotActiveInPod");
    await expect(stale(1)).to.be.revertedWithCustomError(pod, "ValidatorNotSlashedOnBeaconChain");
    await chain.connect(authority).reportSlashing(index);
    await networkHelpers.mine();
    await expect(stale(2)).to.be.revertedWithCustomError(pod, "ValidatorNotSlashedOnBeaconChain");
    await expect(stale(1)).to.emit(pod, "CheckpointCreated");
    const started = await pod.currentCheckpointTimestamp();
    await prove(1, 2);
    await expect(stale(1, started)).to.be.revertedWithCustomError(pod, "BeaconTimestampTooFarInPast");
  });
});
