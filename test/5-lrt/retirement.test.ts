import { expect } from "chai";
import { DELAY_BLOCKS, FOREVER, HOUR, type Ladder, standUpLadder } from "./ladder.ts";
import { expectBalanced } from "./vault.ts";
import { ETH } from "../../scripts/lib/units.ts";

/** A second LST of rung 2's kind, with its own reserve, bucket, cap and strategy, listed and restaked. */
async function withSecondLst() {
  const s = await standUpLadder();
  const pool = await s.ethers.deployContract(
    "StakedEther",
    [s.beacon, s.guardian, s.admin, s.treasury, 1_000n, 10n ** 9n, HOUR],
    { value: 10n ** 15n },
  );
  const other = await s.ethers.getContractAt("WrappedStakedEther", await pool.wrapper());
  const exits = await s.ethers.getContractAt("UnstakingQueue", await pool.queue());
  const reserve = await s.ethers.deployContract("LstReserve", [s.authority, s.vault, s.restaker, s.instantExit, other]);
  await s.settings.listLst(reserve);
  await reserve.setLimits(100n * ETH, 60n * ETH, 24n * HOUR);
  const manager = await s.ethers.getContractAt("StrategyManager", await s.delegation.strategyManager());
  const newStrategy = async () => {
    const one = await s.ethers.deployContract("StrategyBase", [manager, other, await s.strategy.pauserRegistry()]);
    await manager.addStrategiesToDepositWhitelist([one]);
    await s.restaker.addStrategy(one);
    return one;
  };
  const strategy = await newStrategy();
  const give = async (user: Ladder["alice"], wei: bigint, to: string) => {
    await pool.connect(user).submit(s.ethers.ZeroAddress, { value: wei });
    await pool.connect(user).approve(other, wei);
    const before = await other.balanceOf(user);
    await other.connect(user).wrap(await pool.balanceOf(user));
    const amount = (await other.balanceOf(user)) - before;
    if (to !== user.address) await other.connect(user).transfer(to, amount);
    return amount;
  };
  const deposit = async (wei: bigint) => {
    const amount = await give(s.alice, wei, s.alice.address);
    await other.connect(s.alice).approve(s.vault, amount);
    return s.vault.connect(s.alice).depositLst(other, amount, s.alice, 0n, FOREVER);
  };
  /** Lets the second LST's exit queue pay from its pool's buffer. */
  const fillExits = async () => {
    await s.networkHelpers.time.increase(HOUR);
    await exits.close();
    const gas = { gasLimit: 5_000_000n };
    await s.inOneBlock(
      () => pool.report(100n, gas),
      () => exits.fill(10n, gas),
    );
    for (const id of await reserve.exitIds()) await s.restaker.connect(s.keeper).claimLstExit(other, id);
  };
  /** The keeper's way to empty a strategy: out of every slot, whatever exits ask for. */
  const empty = async (one: typeof strategy) => {
    for (const slot of [0n, 1n]) {
      const { depositShares } = await (slot === 0n ? s.delegators[0] : s.delegators[1]).restaked(one);
      if (depositShares > 0n) await s.restaker.connect(s.keeper).trim(slot, one);
    }
    await s.networkHelpers.mine(DELAY_BLOCKS + 1);
    for (const slot of [0n, 1n]) await s.completeAll(slot);
  };
  const total = async () => {
    await s.vault.syncAll();
    await expectBalanced(s);
    const t = await s.vault.totals();
    return t.recognised + t.lockedProfit + t.feesOwed;
  };
  // the first LST stays in the vault beside it
  await s.vault.connect(s.alice).depositLst(s.lst, await s.giveLst(s.alice, 20n * ETH), s.alice, 0n, FOREVER);
  for (const slot of [0n, 1n]) await s.restaker.restakeLst(slot, s.lst);
  await deposit(40n * ETH);
  for (const slot of [0n, 1n]) await s.restaker.restakeLst(slot, other);
  return { s, pool, other, exits, reserve, strategy, newStrategy, give, deposit, fillExits, empty, total };
}

describe("several LSTs, and one that goes", () => {
  it("OPS-16: each LST has its own strategy, cap and bucket", async () => {
    const { s, other, reserve, strategy, deposit } = await withSecondLst();
    const [list] = await s.delegators[0].positions();
    expect(list.map(({ asset }) => asset)).to.deep.equal([String(s.strategy.target), String(strategy.target)]);
    for (const delegator of s.delegators) expect(await delegator.value()).to.be.within(30n * ETH - 4n, 30n * ETH);
    await expect(deposit(30n * ETH)).to.be.revertedWithCustomError(reserve, "InflowExceeded");
    // the other's bucket is as it was
    await s.vault.connect(s.alice).depositLst(s.lst, await s.giveLst(s.alice, 30n * ETH), s.alice, 0n, FOREVER);
    expect(await s.restaker.strategyOf(other)).to.equal(strategy.target);
  });

  it("OPS-16: a retired LST takes nothing in, leaves at anyone's call whatever exits need, and goes with the rate unmoved", async () => {
    const { s, other, reserve, strategy, give, deposit, fillExits, empty, total } = await withSecondLst();
    const before = await total();
    await expect(s.restaker.trim(0n, strategy)).to.be.revertedWithCustomError(s.restaker, "NothingToTrim");
    await expect(s.restaker.removeStrategy(strategy)).to.be.revertedWithCustomError(s.restaker, "StrategyNotRetiring");
    await s.restaker.retireLst(other);
    await expect(deposit(ETH)).to.be.revertedWithCustomError(reserve, "NotDepositable");
    await expect(s.restaker.restakeLst(0n, other)).to.be.revertedWithCustomError(s.restaker, "StrategyRetiring");
    await expect(s.restaker.removeStrategy(strategy))
      .to.be.revertedWithCustomError(s.restaker, "StrategyNotEmpty")
      .withArgs(strategy, s.delegators[0]);

    await expect(s.settings.unlistLst(other)).to.be.revertedWithCustomError(s.settings, "LstInUse").withArgs(other);
    for (const slot of [0n, 1n]) await s.restaker.connect(s.keeper).trim(slot, strategy);
    await expect(s.restaker.removeStrategy(strategy)).to.be.revertedWithCustomError(s.restaker, "StrategyNotEmpty");
    await empty(strategy);
    // strangers' dust holds up nothing
    for (const place of [reserve, s.delegators[0], strategy]) await give(s.bob, ETH, String(place.target));
    await s.restaker.removeStrategy(strategy);
    await expect(s.settings.unlistLst(other)).to.be.revertedWithCustomError(s.vault, "ComponentNotEmpty");
    await s.restaker.connect(s.keeper).requestLstExit(other);
    await fillExits();
    const settled = await total();
    expect(before - settled).to.be.within(0n, 10n);
    const rate = await s.vault.rate();
    await s.settings.unlistLst(other);
    expect(await s.vault.rate()).to.equal(rate);
    expect(await total()).to.be.within(settled, settled + ETH / 10n ** 6n);
    expect(await s.restaker.strategies()).to.deep.equal([await s.restaker.beaconChainEth(), s.strategy.target]);
    expect((await s.vault.totals()).idle).to.be.within(40n * ETH - 10n, 40n * ETH);
    await expect(deposit(ETH)).to.be.revertedWithCustomError(s.vault, "LstNotListed");
  });

  it("OPS-16: one strategy of an LST makes way for another, and what comes back goes there", async () => {
    const { s, other, strategy, newStrategy, empty, total } = await withSecondLst();
    const before = await total();
    const next = await newStrategy();
    await s.restaker.retireStrategy(strategy);
    await empty(strategy);
    await s.restaker.removeStrategy(strategy);
    for (const slot of [0n, 1n]) await s.restaker.connect(s.keeper).restakeLst(slot, other);
    expect(await s.restaker.strategyOf(other)).to.equal(next.target);
    expect((await s.delegators[0].restaked(next)).assets).to.be.within(20n * ETH - 10n, 20n * ETH);
    expect(before - (await total())).to.be.within(0n, 12n);
    await expect(s.restaker.retireStrategy(strategy)).to.be.revertedWithCustomError(s.restaker, "StrategyUnknown");
  });

  it("OPS-16: the latest strategy of an LST goes, and the one before it serves again", async () => {
    const { s, other, strategy, newStrategy } = await withSecondLst();
    const next = await newStrategy();
    expect(await s.restaker.strategyOf(other)).to.equal(next.target);
    await s.restaker.retireStrategy(next);
    await s.restaker.removeStrategy(next);
    expect(await s.restaker.strategyOf(other)).to.equal(strategy.target);
    await s.restaker.retireLst(other);
    await expect(newStrategy()).to.be.revertedWithCustomError(s.restaker, "StrategyRetiring");
  });

  it("OPS-16: stake that was slashed to nothing is worth nothing, and still has to be taken out before a strategy goes", async () => {
    const { s, strategy, empty } = await withSecondLst();
    await s.secure(s.bob, s.opOne, [String(strategy.target)]);
    await s.slash(s.bob, s.opOne, [String(strategy.target)], ETH);
    await s.vault.syncAll();
    const { depositShares, assets } = await s.delegators[0].restaked(strategy);
    expect([depositShares > 0n, assets]).to.deep.equal([true, 0n]);
    await s.restaker.retireStrategy(strategy);
    await expect(s.restaker.removeStrategy(strategy)).to.be.revertedWithCustomError(s.restaker, "StrategyNotEmpty");
    await empty(strategy);
    await s.restaker.removeStrategy(strategy);
    await expectBalanced(s);
  });

  it("OPS-16: only the restaker retires a reserve", async () => {
    const { s, reserve } = await withSecondLst();
    await expect(reserve.connect(s.bob).retire()).to.be.revertedWithCustomError(reserve, "OnlyRestaker");
  });

  it("OPS-16: the wei of an LST that is worth no share of its pool is given up, and its reserve goes off the list", async () => {
    const s = await standUpLadder();
    await s.giveLst(s.bob, 10n * ETH);
    const forced = (await s.ethers.provider.getBalance(s.stEth)) + ETH;
    await s.networkHelpers.setBalance(String(s.stEth.target), forced);
    await s.stEth.report(100n);
    const vault = s.vault.connect(s.bob);
    await vault.deposit(s.bob, 0n, FOREVER, { value: ETH });
    await vault.depositLst(s.lst, 1n, s.bob, 0n, FOREVER);
    await s.restaker.retireLst(s.lst);
    await s.restaker.removeStrategy(s.strategy);
    await expect(s.settings.unlistLst(s.lst))
      .to.be.revertedWithCustomError(s.vault, "ComponentNotEmpty")
      .withArgs(s.lstReserve, 1n, 1n);
    const { recognised } = await s.vault.totals();
    await expect(s.restaker.connect(s.keeper).requestLstExit(s.lst))
      .to.emit(s.lstReserve, "DustGivenUp")
      .withArgs(1n)
      .and.to.emit(s.vault, "Moved")
      .withArgs(s.lstReserve, s.lstReserve, 1n, 1n, 0n);
    expect((await s.vault.totals()).recognised).to.equal(recognised - 1n);
    expect(await s.lstReserve.exitIds()).to.deep.equal([]);
    await s.settings.unlistLst(s.lst);
    await expectBalanced(s);
  });
});
