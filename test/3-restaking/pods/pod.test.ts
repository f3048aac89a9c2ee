import { expect } from "chai";
import { pubkeyOf } from "../../../scripts/beacon/depositData.ts";
import { CONTAINER_PROOF, deployPod, hashOf, slashedProof, STATE_ROOT_PROOF, stakeArguments } from "./pod.ts";
import { ETH, ETH_IN_GWEI, GWEI } from "../../../scripts/lib/units.ts";

describe("3-restaking: pods", () => {
  it("RST-90: stakes exactly 32 ETH with credentials of its own, for the manager alone", async () => {
    const { chain, manager, pod } = await deployPod();
    const args = stakeArguments(1, await pod.getAddress());
    await expect(manager.stake(pod, ...args, { value: 32n * ETH }))
      .to.emit(pod, "EigenPodStaked")
      .withArgs(hashOf(1));
    expect((await chain.validator(0n)).withdrawalCredentials.toLowerCase()).to.equal(
      `0x01${"00".repeat(11)}${(await pod.getAddress()).slice(2).toLowerCase()}`,
    );
    await expect(manager.stake(pod, ...args, { value: 31n * ETH })).to.be.revertedWithCustomError(
      pod,
      "MsgValueNot32ETH",
    );
    await expect(pod.stake(...args, { value: 32n * ETH })).to.be.revertedWithCustomError(pod, "OnlyEigenPodManager");
  });

  it("RST-91: pays what checkpoints have made shares, in whole gwei, for the manager alone", async () => {
    const { ethers, manager, pod, alice, bob } = await deployPod();
    await bob.sendTransaction({ to: pod, value: 5n * ETH });
    await expect(manager.withdraw(pod, bob, 1n * ETH)).to.be.revertedWithCustomError(
      pod,
      "InsufficientWithdrawableBalance",
    );
    await pod.startCheckpoint(true);
    await expect(manager.withdraw(pod, bob, 2n * ETH + GWEI - 1n)).to.changeEtherBalance(ethers, bob, 2n * ETH);
    expect(await pod.withdrawableRestakedExecutionLayerGwei()).to.equal(3n * ETH_IN_GWEI);
    await expect(manager.withdraw(pod, bob, 3n * ETH + GWEI)).to.be.revertedWithCustomError(
      pod,
      "InsufficientWithdrawableBalance",
    );
    await expect(pod.connect(alice).withdrawRestakedBeaconChainETH(bob, 1n)).to.be.revertedWithCustomError(
      pod,
      "OnlyEigenPodManager",
    );
  });

  it("RST-92: requests exits and partial withdrawals for their fee and gives the rest back", async () => {
    const { ethers, chain, pod, alice, validator, advance } = await deployPod();
    const plain = await validator(1);
    const large = await validator(2, { type: 2, ether: 64n });
    await advance(256n);
    const requests = [
      { pubkey: pubkeyOf("test", 1), amountGwei: 0n },
      { pubkey: pubkeyOf("test", 2), amountGwei: ETH_IN_GWEI },
    ];
    await expect(pod.requestWithdrawal(requests, { value: 1n })).to.be.revertedWithCustomError(
      pod,
      "InsufficientFunds",
    );
    await expect(
      pod.requestWithdrawal([{ pubkey: "0x11", amountGwei: 0n }], { value: 1n }),
    ).to.be.revertedWithCustomError(pod, "InvalidPubKeyLength");
    await expect(
      pod.requestWithdrawal([...requests, { pubkey: pubkeyOf("test", 3), amountGwei: 0n }], { value: 3n }),
    ).to.be.revertedWithCustomError(pod, "ValidatorNotActiveInPod");
    expect(await pod.getWithdrawalRequestFee()).to.equal(1n);
    const sent = pod.requestWithdrawal(requests, { value: 1_000n });
    await expect(sent).to.changeEtherBalance(ethers, alice, -2n);
    await expect(sent)
      .to.emit(pod, "ExitRequested")
      .withArgs(hashOf(1))
      .and.to.emit(pod, "WithdrawalRequested")
      .withArgs(hashOf(2), ETH_IN_GWEI);
    expect((await chain.validator(plain)).exitEpoch).to.be.lessThan(2n ** 32n);
    await advance(261n);
    expect(await chain.sweep.staticCall(large)).to.equal(ETH_IN_GWEI);
  });

  it("RST-92: of validators that are active in the pod alone: not before their proof, nor once a checkpoint found them gone", async () => {
    const { chain, pod, validator, verify, prove, advance } = await deployPod();
    const index = await validator(1, { restaked: false });
    await advance(256n);
    const leave = async () => pod.requestWithdrawal([{ pubkey: pubkeyOf("test", 1), amountGwei: 0n }], { value: 1n });
    await expect(leave()).to.be.revertedWithCustomError(pod, "ValidatorNotActiveInPod");
    expect(await chain.queryFilter(chain.filters.WithdrawalRequested())).to.have.lengthOf(0);
    await verify([index]);
    await expect(leave()).to.emit(chain, "ExitInitiated");
    await advance(261n);
    await chain.sweep(index);
    await pod.startCheckpoint(true);
    await prove(1);
    await expect(leave()).to.be.revertedWithCustomError(pod, "ValidatorNotActiveInPod");
  });

  it("RST-93: the owner names a proof submitter, who proves and asks but owns nothing", async () => {
    const { ethers, pod, alice, bob, manager } = await deployPod();
    const theirs = pod.connect(bob);
    for (const call of [
      () => theirs.startCheckpoint(false),
      () => theirs.verifyWithdrawalCredentials(0n, STATE_ROOT_PROOF, [], [], []),
      () => theirs.requestWithdrawal([]),
    ]) {
      await expect(call()).to.be.revertedWithCustomError(pod, "OnlyEigenPodOwnerOrProofSubmitter");
    }
    await expect(pod.setProofSubmitter(bob))
      .to.emit(pod, "ProofSubmitterUpdated")
      .withArgs(ethers.ZeroAddress, bob.address);
    await theirs.startCheckpoint(false);
    await expect(theirs.setProofSubmitter(bob)).to.be.revertedWithCustomError(pod, "OnlyEigenPodOwner");
    await expect(theirs.recoverTokens([], [], bob)).to.be.revertedWithCustomError(pod, "OnlyEigenPodOwner");
    expect(await pod.podOwner()).to.equal(alice.address);
    expect(await pod.eigenPodManager()).to.equal(await manager.getAddress());
  });

  it("RST-94: each pause bit of the manager stops its functions", async () => {
    const { pod, manager, alice } = await deployPod();
    const calls = [
      [2, () => pod.verifyWithdrawalCredentials(0n, STATE_ROOT_PROOF, [], [], [])],
      [5, () => pod.recoverTokens([], [], alice)],
      [6, () => pod.startCheckpoint(false)],
      [6, () => pod.verifyStaleBalance(0n, STATE_ROOT_PROOF, slashedProof(1))],
      [7, () => pod.verifyCheckpointProofs(CONTAINER_PROOF, [])],
      [8, () => pod.verifyStaleBalance(0n, STATE_ROOT_PROOF, slashedProof(1))],
      [10, () => pod.requestWithdrawal([])],
    ] as const;
    for (const [bit, call] of calls) {
      await manager.setPaused(bit, true);
      await expect(call()).to.be.revertedWithCustomError(pod, "CurrentlyPaused");
      await manager.setPaused(bit, false);
    }
    await pod.requestWithdrawal([]);
  });

  it("RST-95: tokens sent by accident go where the owner says", async () => {
    const { ethers, pod, bob } = await deployPod();
    const token = await ethers.deployContract("RewardToken", ["STR"]);
    await token.mint(pod, 10n);
    await expect(pod.recoverTokens([token], [], bob)).to.be.revertedWithCustomError(pod, "InputArrayLengthMismatch");
    await pod.recoverTokens([token], [7n], bob);
    expect(await token.balanceOf(bob)).to.equal(7n);
  });

  it("RST-96: is initialised once, for somebody; the implementation never", async () => {
    const { ethers, manager, implementation, pod, bob } = await deployPod();
    await expect(manager.createPod(implementation, ethers.ZeroAddress)).to.be.revertedWithCustomError(
      pod,
      "InputAddressZero",
    );
    for (const contract of [pod, implementation]) {
      await expect(contract.initialize(bob)).to.be.revertedWithCustomError(pod, "InvalidInitialization");
    }
  });
});
