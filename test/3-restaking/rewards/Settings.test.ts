import { expect } from "chai";
import { ZeroAddress } from "ethers";
import {
  CONFIG,
  DAY,
  deployRewards,
  directed,
  ethers,
  networkHelpers,
  type Rewards,
  submission,
  WEEK,
} from "./fixture.ts";

function deployWith({ core, permissions, registry, owner }: Rewards, changes: object) {
  const peers = { delegationManager: core, strategyManager: core, allocationManager: core };
  const roles = { owner, rewardsUpdater: owner, feeRecipient: owner, emissionsController: owner };
  const config = { ...peers, pauserRegistry: registry, permissionController: permissions, ...roles, ...CONFIG };
  return ethers.deployContract("RewardsCoordinator", [{ ...config, ...changes }]);
}

describe("Settings of the rewards coordinator", () => {
  it("RST-53: are as deployed, and the owner alone changes those that may change", async () => {
    const { coordinator, owner, updater, feeRecipient, emissions, avs, keeper } =
      await networkHelpers.loadFixture(deployRewards);
    expect(await coordinator.CALCULATION_INTERVAL_SECONDS()).to.equal(CONFIG.calculationIntervalSeconds);
    expect(await coordinator.MAX_REWARDS_DURATION()).to.equal(CONFIG.maxRewardsDuration);
    expect(await coordinator.MAX_RETROACTIVE_LENGTH()).to.equal(CONFIG.maxRetroactiveLength);
    expect(await coordinator.MAX_FUTURE_LENGTH()).to.equal(CONFIG.maxFutureLength);
    expect(await coordinator.GENESIS_REWARDS_TIMESTAMP()).to.equal(CONFIG.genesisRewardsTimestamp);
    expect(await coordinator.activationDelay()).to.equal(CONFIG.activationDelay);
    expect(await coordinator.defaultOperatorSplitBips()).to.equal(CONFIG.defaultSplitBips);
    expect(await coordinator.rewardsUpdater()).to.equal(updater.address);
    expect(await coordinator.feeRecipient()).to.equal(feeRecipient.address);
    expect(await coordinator.emissionsController()).to.equal(emissions.address);
    expect(await coordinator.owner()).to.equal(owner.address);

    const byOwner = coordinator.connect(owner);
    await expect(byOwner.setActivationDelay(5)).to.emit(coordinator, "ActivationDelaySet").withArgs(WEEK, 5);
    await expect(byOwner.setDefaultOperatorSplit(7))
      .to.emit(coordinator, "DefaultOperatorSplitBipsSet")
      .withArgs(1_000, 7);
    await byOwner.setDefaultOperatorSplit.staticCall(10_000);
    await expect(byOwner.setDefaultOperatorSplit(10_001)).to.be.revertedWithCustomError(coordinator, "SplitExceedsMax");
    await expect(byOwner.setRewardsUpdater(avs)).to.emit(coordinator, "RewardsUpdaterSet").withArgs(updater, avs);
    await expect(byOwner.setFeeRecipient(avs)).to.emit(coordinator, "FeeRecipientSet").withArgs(feeRecipient, avs);
    await expect(byOwner.setFeeRecipient(ZeroAddress)).to.be.revertedWithCustomError(coordinator, "InvalidAddressZero");
    await expect(byOwner.setRewardsForAllSubmitter(keeper, false))
      .to.emit(coordinator, "RewardsForAllSubmitterSet")
      .withArgs(keeper, true, false);
    expect(await coordinator.activationDelay()).to.equal(5n);
    expect(await coordinator.defaultOperatorSplitBips()).to.equal(7n);
    expect(await coordinator.rewardsUpdater()).to.equal(avs.address);
    expect(await coordinator.feeRecipient()).to.equal(avs.address);
    expect(await coordinator.isRewardsForAllSubmitter(keeper)).to.equal(false);

    const stranger = coordinator.connect(avs);
    for (const refused of [
      stranger.setActivationDelay(1),
      stranger.setDefaultOperatorSplit(1),
      stranger.setRewardsUpdater(avs),
      stranger.setFeeRecipient(avs),
      stranger.setRewardsForAllSubmitter(avs, true),
    ]) {
      await expect(refused).to.be.revertedWith("Ownable: caller is not the owner");
    }
  });

  it("RST-53: genesis is a multiple of the interval, the interval of a day, and nobody is the zero address", async () => {
    const rewards = await networkHelpers.loadFixture(deployRewards);
    const { coordinator } = rewards;
    const refuses = (changes: object, error: string) =>
      expect(deployWith(rewards, changes)).to.be.revertedWithCustomError(coordinator, error);
    await refuses({ genesisRewardsTimestamp: 4_000 * WEEK + DAY }, "InvalidGenesisRewardsTimestampRemainder");
    await refuses({ calculationIntervalSeconds: DAY / 2 }, "InvalidCalculationIntervalSecondsRemainder");
    await refuses({ pauserRegistry: ZeroAddress }, "InputAddressZero");
    await refuses({ feeRecipient: ZeroAddress }, "InvalidAddressZero");
    await refuses({ owner: ZeroAddress }, "OwnableInvalidOwner");
    const daily = await deployWith(rewards, { calculationIntervalSeconds: DAY });
    expect(await daily.CALCULATION_INTERVAL_SECONDS()).to.equal(DAY);
  });

  it("RST-51: others name a claimer for operators and for AVSs with sets only, and with permission", async () => {
    const { coordinator, core, op1, avs, keeper } = await networkHelpers.loadFixture(deployRewards);
    const byOperator = coordinator.connect(op1);
    await expect(byOperator["setClaimerFor(address,address)"](op1, keeper)).to.be.revertedWithCustomError(
      coordinator,
      "InvalidEarner",
    );
    await core.sayOperator(op1, true);
    await byOperator["setClaimerFor(address,address)"](op1, keeper);
    expect(await coordinator.claimerFor(op1)).to.equal(keeper.address);

    await core.sayOperatorSetCount(avs, 1);
    await coordinator.connect(avs)["setClaimerFor(address,address)"](avs, keeper);
    expect(await coordinator.claimerFor(avs)).to.equal(keeper.address);
    await expect(
      coordinator.connect(keeper)["setClaimerFor(address,address)"](op1, keeper),
    ).to.be.revertedWithCustomError(coordinator, "InvalidPermissions");
  });

  it("RST-43: opting in to the protocol fee is for whoever may act for the submitter", async () => {
    const { coordinator, avs, keeper } = await networkHelpers.loadFixture(deployRewards);
    await expect(coordinator.connect(avs).setOptInForProtocolFee(avs, true))
      .to.emit(coordinator, "OptInForProtocolFeeSet")
      .withArgs(avs, false, true);
    expect(await coordinator.isOptedInForProtocolFee(avs)).to.equal(true);
    await expect(coordinator.connect(keeper).setOptInForProtocolFee(avs, false)).to.be.revertedWithCustomError(
      coordinator,
      "InvalidPermissions",
    );
  });

  it("RST-34: each pause bit stops its own functions and no other", async () => {
    const rewards = await networkHelpers.loadFixture(deployRewards);
    const { coordinator, deployer, avs, op1, emissions, keeper, updater } = rewards;
    const [entries, directedEntries, set] = [[submission(rewards)], [directed(rewards)], { avs, id: 1 }];
    const [byAvs, byOperator, byUpdater] = [
      coordinator.connect(avs),
      coordinator.connect(op1),
      coordinator.connect(updater),
    ];
    const functions: [number, () => Promise<unknown>][] = [
      [0, () => byAvs.createAVSRewardsSubmission.staticCall(entries)],
      [0, () => coordinator.connect(emissions).createEigenDARewardsSubmission.staticCall(avs, entries)],
      [1, () => coordinator.connect(keeper).createRewardsForAllSubmission.staticCall(entries)],
      [2, () => byAvs.processClaims.staticCall([], avs)],
      [3, () => byUpdater.submitRoot.staticCall(ethers.id("root"), 1)],
      [4, () => coordinator.connect(keeper).createRewardsForAllEarners.staticCall(entries)],
      [5, () => byAvs.createOperatorDirectedAVSRewardsSubmission.staticCall(avs, directedEntries)],
      [6, () => byOperator.setOperatorAVSSplit.staticCall(op1, avs, 1)],
      [7, () => byOperator.setOperatorPISplit.staticCall(op1, 1)],
      [8, () => byOperator.setOperatorSetSplit.staticCall(op1, set, 1)],
      [9, () => byAvs.createOperatorDirectedOperatorSetRewardsSubmission.staticCall(set, directedEntries)],
      [10, () => byAvs.createUniqueStakeRewardsSubmission.staticCall(set, entries)],
      [11, () => byAvs.createTotalStakeRewardsSubmission.staticCall(set, entries)],
    ];
    for (let bit = 0; bit < 12; bit++) {
      await coordinator.connect(deployer).pause(1n << BigInt(bit));
      for (const [itsBit, call] of functions) {
        if (itsBit === bit) await expect(call()).to.be.revertedWithCustomError(coordinator, "CurrentlyPaused");
        else await call();
      }
      await coordinator.connect(deployer).unpause(0);
    }
    await coordinator.connect(deployer).pause(1n << 2n);
    const empty = { earner: avs.address, earnerTokenRoot: ethers.ZeroHash };
    const claim = { rootIndex: 0, earnerIndex: 0, earnerTreeProof: "0x", earnerLeaf: empty };
    await expect(
      byAvs.processClaim({ ...claim, tokenIndices: [], tokenTreeProofs: [], tokenLeaves: [] }, avs),
    ).to.be.revertedWithCustomError(coordinator, "CurrentlyPaused");
    await coordinator.connect(deployer).pauseAll();
    await expect(byUpdater.disableRoot(0)).to.be.revertedWithCustomError(coordinator, "CurrentlyPaused");
  });
});
