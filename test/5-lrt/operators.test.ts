import { expect } from "chai";
import { RANGES } from "../../deploy/parameters/ranges.ts";
import { DELAY_BLOCKS, FOREVER, HOUR, type Ladder, limitsOf, standUpLadder } from "./ladder.ts";
import { BEACON_CHAIN_ETH_STRATEGY, ETH } from "../../scripts/lib/units.ts";

const CAP = 10n ** 6n * ETH;

async function addSlot(s: Ladder, operator: Ladder["alice"], weightBps = 0n): Promise<unknown> {
  return s.restaker.addSlot(operator, weightBps, CAP, "0x", 0n, s.ethers.ZeroHash);
}

async function withLst(): Promise<Ladder> {
  const s = await standUpLadder();
  await s.vault.connect(s.alice).depositLst(s.lst, await s.giveLst(s.alice, 40n * ETH), s.alice, 0n, FOREVER);
  for (const slot of [0n, 1n]) await s.restaker.restakeLst(slot, s.lst);
  return s;
}

describe("operators and slots", () => {
  it("OPS-07: only a fit operator gets a slot or stake: registered, slow to allocate, not cut down, in few sets", async () => {
    const s = await standUpLadder();
    await expect(addSlot(s, s.bob)).to.be.revertedWithCustomError(s.restaker, "OperatorIneligible").withArgs(s.bob);
    await s.delegation.connect(s.bob).registerAsOperator(s.ethers.ZeroAddress, DELAY_BLOCKS + 9, "");
    expect(await s.rules.isEligible(s.bob)).to.equal(false);
    await s.delegation.connect(s.alice).registerAsOperator(s.ethers.ZeroAddress, DELAY_BLOCKS + 10, "");
    expect(await s.rules.isEligible(s.alice)).to.equal(true);
    const limits = await limitsOf(s);
    await s.secure(s.bob, s.opOne, [String(s.strategy.target)]);
    await s.secure(s.keeper, s.opOne, [BEACON_CHAIN_ETH_STRATEGY]);
    await s.restaker.setLimits({ ...limits, maxSets: 1n });
    expect([await s.rules.isEligible(s.opOne), await s.rules.isEligible(s.opTwo)]).to.deep.equal([false, true]);
    await s.restaker.setLimits({ ...limits, maxSets: 2n });
    expect(await s.rules.isEligible(s.opOne)).to.equal(true);
    await s.slash(s.bob, s.opOne, [String(s.strategy.target)], ETH - limits.minMagnitudeWad);
    expect(await s.rules.isEligible(s.opOne)).to.equal(true);
    await s.slash(s.bob, s.opOne, [String(s.strategy.target)], 100n);
    expect(await s.rules.isEligible(s.opOne)).to.equal(false);
  });

  it("DEP-27, OPS-07: each limit is taken at both ends of its range, and refused one beyond either", async () => {
    const s = await standUpLadder();
    const limits = await limitsOf(s);
    const names = RANGES.filter(({ module, name }) => module === "Vault" && name in limits);
    expect(names.length).to.equal(Object.keys(limits).length);
    for (const { name, least, most } of names) {
      for (const end of [least, most]) await s.restaker.setLimits({ ...limits, [name]: end });
      for (const value of [least - 1n, most + 1n]) {
        await expect(s.restaker.setLimits({ ...limits, [name]: value }), name)
          .to.be.revertedWithCustomError(s.restaker, "OutOfRange")
          .withArgs(value, least, most);
      }
    }
  });

  it("OPS-07: slots, weights and strategies keep their limits", async () => {
    const s = await standUpLadder();
    const { restaker } = s;
    await expect(restaker.setSlot(0n, 5_001n, 0n))
      .to.be.revertedWithCustomError(restaker, "WeightsTooHigh")
      .withArgs(10_001n);
    await expect(restaker.setSlot(9n, 0n, 0n))
      .to.be.revertedWithCustomError(restaker, "UnknownSlot")
      .withArgs(9n);
    await expect(restaker.setOperator(0n, s.opTwo, "0x", 0n, s.ethers.ZeroHash))
      .to.be.revertedWithCustomError(restaker, "StillDelegated")
      .withArgs(s.opOne);
    await expect(restaker.addStrategy(s.strategy)).to.be.revertedWithCustomError(restaker, "StrategyKnown");
    const token = await s.ethers.deployContract("RewardToken", ["TKN"]);
    const pausers = await s.strategy.pauserRegistry();
    const manager = await s.delegation.strategyManager();
    const unlisted = await s.ethers.deployContract("StrategyBase", [manager, token, pausers]);
    await expect(restaker.addStrategy(unlisted)).to.be.revertedWithCustomError(restaker, "StrategyUnknown");
    for (let i = 0; i < 2; ++i) {
      await restaker.addStrategy(await s.ethers.deployContract("StrategyBase", [manager, s.lst, pausers]));
    }
    const fifth = await s.ethers.deployContract("StrategyBase", [manager, s.lst, pausers]);
    await expect(restaker.addStrategy(fifth)).to.be.revertedWithCustomError(restaker, "TooManyStrategies");
    for (let slot = 2; slot < 20; ++slot) await addSlot(s, s.opOne);
    await expect(addSlot(s, s.opOne)).to.be.revertedWithCustomError(restaker, "TooManySlots").withArgs(20n);
  });

  it("OPS-07: a slot that has left its operator takes another, and its stake with it", async () => {
    const s = await withLst();
    await s.restaker.leaveOperator(0n);
    await s.restaker.setOperator(0n, s.opTwo, "0x", 0n, s.ethers.ZeroHash);
    expect(await s.delegators[0].operator()).to.equal(s.opTwo.address);
    await s.networkHelpers.mine(DELAY_BLOCKS + 1);
    await s.completeAll(0n);
    expect((await s.delegators[0].restaked(s.strategy)).assets).to.be.within(20n * ETH - 3n, 20n * ETH);
    await expect(s.rules.syncOperator(s.opOne)).to.be.revertedWithCustomError(s.restaker, "NoSlotOf").withArgs(s.opOne);
    await s.rules.syncOperator(s.opTwo);
  });

  it("OPS-09: nobody but the restaker acts for a delegator", async () => {
    const s = await standUpLadder();
    const d = s.delegators[0].connect(s.bob);
    const withdrawal = {
      staker: d,
      delegatedTo: d,
      withdrawer: d,
      nonce: 0n,
      startBlock: 0n,
      strategies: [BEACON_CHAIN_ETH_STRATEGY],
      scaledShares: [0n],
    };
    for (const call of [
      () => d.initialize(),
      () => d.delegateTo(s.bob, "0x", 0n, s.ethers.ZeroHash),
      () => d.undelegate(),
      () => d.depositTokens(s.strategy, 1n),
      () => d.stake("0x", "0x", s.ethers.ZeroHash),
      () => d.queue(BEACON_CHAIN_ETH_STRATEGY, 1n),
      () => d.complete(withdrawal, true, s.bob),
      () => d.exitValidators([], s.bob),
    ]) {
      await expect(call()).to.be.revertedWithCustomError(d, "OnlyRestaker").withArgs(s.bob);
    }
    await expect(s.depositKeys.connect(s.bob).take(0n, d))
      .to.be.revertedWithCustomError(s.depositKeys, "OnlyRestaker")
      .withArgs(s.bob);
  });

  it("OPS-10: a slot gives one withdrawal an interval, of at least the least leg", async () => {
    const s = await withLst();
    const { restaker, strategy } = s;
    await expect(restaker.unwind(0n, strategy)).to.be.revertedWithCustomError(restaker, "NothingToUnwind").withArgs(0n);
    await expect(restaker.requestLstExit(s.lst)).to.be.revertedWithCustomError(restaker, "NothingToUnwind");
    await s.queue.connect(s.alice).request(30n * ETH, s.alice, 0n, FOREVER);
    await s.networkHelpers.time.increase(HOUR);
    await s.queue.close();
    await restaker.unwind(0n, strategy);
    await expect(restaker.unwind(0n, strategy)).to.be.revertedWithCustomError(restaker, "UnwoundTooRecently");
    await expect(restaker.unwind(0n, s.lst)).to.be.revertedWithCustomError(restaker, "StrategyUnknown");
    await expect(restaker.restakeLst(0n, s.weth)).to.be.revertedWithCustomError(restaker, "StrategyUnknown");
    await expect(restaker.restakeLst(0n, s.lst)).to.be.revertedWithCustomError(restaker, "LegTooSmall");
    await expect(restaker.restakeEth(0n, 1n)).to.be.revertedWithCustomError(restaker, "LegTooSmall");
    const { withdrawals } = await s.delegation.getQueuedWithdrawals(s.delegators[0]);
    const w = withdrawals[0]!;
    const of = (strategies: string[]) => ({
      staker: w.staker,
      delegatedTo: w.delegatedTo,
      withdrawer: w.withdrawer,
      nonce: w.nonce,
      startBlock: w.startBlock,
      strategies,
      scaledShares: strategies.map(() => 0n),
    });
    await expect(
      restaker.complete(0n, of([BEACON_CHAIN_ETH_STRATEGY, BEACON_CHAIN_ETH_STRATEGY])),
    ).to.be.revertedWithCustomError(s.delegation, "WithdrawalNotQueued");
    await expect(restaker.complete(0n, of([String(s.lst.target)]))).to.be.revertedWithCustomError(
      restaker,
      "StrategyUnknown",
    );
  });

  it("OPS-10: at most seven withdrawals of a slot wait in the core, two of them of what its operator could force out", async () => {
    const s = await withLst();
    // a slot without weight gives first
    await s.restaker.setSlot(0n, 0n, 0n);
    await s.restaker.setSlot(1n, 10_000n, CAP);
    for (let i = 0; i < 6; ++i) {
      await s.queue.connect(s.alice).request(ETH / 5n, s.alice, 0n, FOREVER);
      await s.networkHelpers.time.increase(HOUR);
      await s.queue.close();
      if (i < 5) await s.restaker.unwind(0n, s.strategy);
    }
    await expect(s.restaker.unwind(0n, s.strategy))
      .to.be.revertedWithCustomError(s.restaker, "TooManyQueued")
      .withArgs(5n);
    await s.networkHelpers.mine(DELAY_BLOCKS + 1);
    await s.completeAll(0n);
    await s.restaker.unwind(0n, s.strategy);
  });
});
