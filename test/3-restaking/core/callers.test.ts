import { expect } from "chai";
import { restakingFixture } from "../fixture.ts";
import { BEACON_CHAIN_ETH_STRATEGY } from "../../../scripts/lib/units.ts";

const restaking = await restakingFixture();

describe("the core: functions that are for one caller", () => {
  it("RST-20: a share manager's functions are for the DelegationManager", async () => {
    const { core, mallory, avs, a } = await restaking();
    const set = { avs: avs.address, id: 0n };
    for (const manager of [core.strategies.connect(mallory), core.pods.connect(mallory)]) {
      for (const call of [
        () => manager.removeDepositShares(mallory, a.address, 1),
        () => manager.addShares(mallory, a.address, 1),
        () => manager.withdrawSharesAsTokens(mallory, a.address, a.token, 1),
        () => manager.increaseBurnOrRedistributableShares(set, 1, a.address, 1),
      ])
        await expect(call()).to.be.revertedWithCustomError(manager, "OnlyDelegationManager");
    }
  });

  it("RST-20: the DelegationManager hears of shares from the managers that keep them, of slashes from its own", async () => {
    const { core, mallory, avs, a } = await restaking();
    const delegation = core.delegation.connect(mallory);
    const set = { avs: avs.address, id: 0n };
    await expect(delegation.increaseDelegatedShares(mallory, a.address, 0, 1)).to.be.revertedWithCustomError(
      delegation,
      "OnlyStrategyManagerOrEigenPodManager",
    );
    await expect(delegation.decreaseDelegatedShares(mallory, 1, 1)).to.be.revertedWithCustomError(
      delegation,
      "OnlyEigenPodManager",
    );
    await expect(
      delegation.slashOperatorShares(mallory, set, 1, a.address, 10n ** 18n, 0),
    ).to.be.revertedWithCustomError(delegation, "OnlyAllocationManager");
  });

  it("RST-20: a strategy obeys the StrategyManager, hooks included", async () => {
    const { mallory, a } = await restaking();
    const strategy = a.strategy.connect(mallory);
    for (const call of [
      () => strategy.deposit(a.token, 1),
      () => strategy.withdraw(mallory, a.token, 1),
      () => strategy.beforeAddShares(mallory, 1),
      () => strategy.beforeRemoveShares(mallory, 1),
    ])
      await expect(call()).to.be.revertedWithCustomError(strategy, "OnlyStrategyManager");
  });

  it("RST-20: a pod reports about its own owner only", async () => {
    const { core, mallory, alice } = await restaking();
    await core.pods.connect(alice).createPod();
    await core.pods.connect(mallory).createPod();
    await expect(
      core.pods.connect(mallory).recordBeaconChainETHBalanceUpdate(alice, 0, 10n ** 18n),
    ).to.be.revertedWithCustomError(core.pods, "OnlyEigenPod");
  });

  it("RST-20: the whitelister alone chooses the strategies that take deposits", async () => {
    const { core, mallory, a } = await restaking();
    const strategies = core.strategies.connect(mallory);
    await expect(strategies.addStrategiesToDepositWhitelist([a.address])).to.be.revertedWithCustomError(
      strategies,
      "OnlyStrategyWhitelister",
    );
    await expect(strategies.removeStrategiesFromDepositWhitelist([a.address])).to.be.revertedWithCustomError(
      strategies,
      "OnlyStrategyWhitelister",
    );
  });

  it("RST-20: the pod manager refuses shares of anything but beacon chain ETH", async () => {
    const { core, ethers, networkHelpers, alice, a } = await restaking();
    const delegation = await core.delegation.getAddress();
    await networkHelpers.impersonateAccount(delegation);
    await networkHelpers.setBalance(delegation, 10n ** 18n);
    const pods = core.pods.connect(await ethers.getSigner(delegation));
    for (const call of [
      () => pods.removeDepositShares(alice, a.address, 1),
      () => pods.addShares(alice, a.address, 1),
      () => pods.withdrawSharesAsTokens(alice, a.address, a.token, 1),
    ])
      await expect(call()).to.be.revertedWithCustomError(pods, "InvalidStrategy");
    await expect(core.pods.stakerDepositShares(alice, a.address)).to.be.revertedWithCustomError(
      pods,
      "InvalidStrategy",
    );
    expect(await core.pods.beaconChainETHStrategy()).to.equal(BEACON_CHAIN_ETH_STRATEGY);
  });

  it("RST-20: the StrategyManager credits nobody and nothing to no one", async () => {
    const { core, ethers, networkHelpers, alice, a } = await restaking();
    const delegation = await core.delegation.getAddress();
    await networkHelpers.impersonateAccount(delegation);
    await networkHelpers.setBalance(delegation, 10n ** 18n);
    const strategies = core.strategies.connect(await ethers.getSigner(delegation));
    await expect(strategies.addShares(ethers.ZeroAddress, a.address, 1)).to.be.revertedWithCustomError(
      strategies,
      "StakerAddressZero",
    );
    await expect(strategies.addShares(alice, a.address, 0)).to.be.revertedWithCustomError(
      strategies,
      "SharesAmountZero",
    );
  });
});
