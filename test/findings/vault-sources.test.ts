import { expect } from "chai";
import fc from "fast-check";
import { DELAY_BLOCKS, FOREVER, type Ladder, standUpLadder } from "../5-lrt/ladder.ts";
import { expectBalanced } from "../5-lrt/vault.ts";
import { ETH } from "../../scripts/lib/units.ts";

const RUNS = { numRuns: 2 };

async function depositLst(s: Ladder, wei: bigint): Promise<void> {
  await s.vault.connect(s.alice).depositLst(s.lst, await s.giveLst(s.alice, wei), s.alice, 0n, FOREVER);
}

/** 40 ETH of LST, half with each operator. */
async function withStake(wei = 40n * ETH): Promise<Ladder> {
  const s = await standUpLadder();
  await depositLst(s, wei);
  for (const slot of [0n, 1n]) await s.restaker.restakeLst(slot, s.lst);
  await s.vault.syncAll();
  return s;
}

async function requestAndClose(s: Ladder, shares: bigint): Promise<void> {
  await s.queue.connect(s.alice).request(shares, s.alice, 0n, FOREVER);
  await s.networkHelpers.time.increaseTo(await s.queue.closeableAt());
  await s.queue.close();
}

/** All legs out that anybody can make now, until idle ETH pays the batch. */
async function bringBack(s: Ladder): Promise<void> {
  for (const slot of [0n, 1n]) await s.restaker.unwind(slot, s.strategy).catch(() => undefined);
  await s.networkHelpers.mine(DELAY_BLOCKS + 1);
  for (const slot of [0n, 1n]) await s.completeAll(slot);
  await s.restaker.requestLstExit(s.lst).catch(() => undefined);
  await s.fillLstExits();
  for (const id of await s.lstReserve.exitIds()) await s.restaker.claimLstExit(s.lst, id);
}

async function everything(s: Ladder): Promise<bigint> {
  await s.vault.syncAll();
  await expectBalanced(s);
  const { recognised, lockedProfit, feesOwed } = await s.vault.totals();
  return recognised + lockedProfit + feesOwed;
}

describe("findings: where the vault's ETH is", () => {
  it("RZ-H02: what there is does not change by queueing in the core, nor by completing", async () => {
    const s = await withStake();
    const before = await everything(s);
    await requestAndClose(s, 12n * ETH);
    for (const slot of [0n, 1n]) await s.restaker.unwind(slot, s.strategy);
    expect((await everything(s)) - before).to.be.within(-4n, 0n);
    await s.networkHelpers.mine(DELAY_BLOCKS + 1);
    for (const slot of [0n, 1n]) await s.completeAll(slot);
    expect((await everything(s)) - before).to.be.within(-6n, 0n);
  });

  it("RZ-M03: an LST is refused when its own report is overdue, whatever others do", async () => {
    const s = await standUpLadder();
    const due = (await s.stEth.lastReportTimestamp()) + (await s.stEth.maxReportAgeSeconds());
    const amount = await s.giveLst(s.alice, ETH);
    await s.networkHelpers.time.increaseTo(due - 10n);
    await s.vault.syncAll();
    await s.vault.connect(s.alice).depositLst(s.lst, amount / 2n, s.alice, 0n, FOREVER);
    await s.networkHelpers.time.increaseTo(due + 1n);
    await expect(
      s.vault.connect(s.alice).depositLst(s.lst, amount / 4n, s.alice, 0n, FOREVER),
    ).to.be.revertedWithCustomError(s.lstReserve, "NotDepositable");
    await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: ETH });
  });

  it("RZ-M14: in with one asset and out with another never gains, whatever the LST's rate", async () => {
    const s = await standUpLadder();
    await s.vault.connect(s.bob).deposit(s.bob, 0n, FOREVER, { value: 500n * ETH });
    await s.giveLst(s.alice, 20n * ETH);
    await s.networkHelpers.setBalance(String(s.stEth.target), (await s.ethers.provider.getBalance(s.stEth)) + ETH);
    await s.stEth.report(100n);
    await fc.assert(
      fc.asyncProperty(fc.bigInt({ min: 10n ** 12n, max: 4n * ETH }), async (amount) => {
        const redeems = await s.lst.getStETHByWstETH(amount);
        const before = await s.vault.balanceOf(s.alice);
        await s.vault.connect(s.alice).depositLst(s.lst, amount, s.alice, 0n, FOREVER);
        const shares = (await s.vault.balanceOf(s.alice)) - before;
        // a wei of what earlier deposits were rounded down by may fall to a later one
        expect(await s.vault.toAssetsDown(shares)).to.be.at.most(redeems + 1n);
      }),
      { numRuns: 4 },
    );
  });

  it("KP-M01: another strategy for the same LST hides nothing of what lies in the first", async () => {
    const s = await withStake();
    const before = await everything(s);
    const second = await s.ethers.deployContract("StrategyBase", [
      await s.strategy.strategyManager(),
      s.lst,
      await s.strategy.pauserRegistry(),
    ]);
    await s.restaker.addStrategy(second);
    expect(await everything(s)).to.equal(before);
    await requestAndClose(s, 40n * ETH - 10n ** 9n);
    expect(await s.delegators[0].value()).to.be.within(20n * ETH - 2n, 20n * ETH);
  });

  it("RIO-H2: a slot whose cap becomes zero still pays out all that it holds", async () => {
    const s = await withStake();
    await s.restaker.setSlot(0n, 0n, 0n);
    await requestAndClose(s, 38n * ETH);
    await bringBack(s);
    await s.queue.settle();
    expect(await s.queue.claimableOf(1n << 64n)).to.be.within(38n * ETH - 6n, 38n * ETH);
  });

  it("RIO-M9: idle ETH and stake are each counted once when a batch is unwound for", async () => {
    const s = await withStake();
    await s.vault.connect(s.bob).deposit(s.bob, 0n, FOREVER, { value: 7n * ETH });
    await requestAndClose(s, 20n * ETH);
    expect(await s.targets.exitDemand()).to.be.within(13n * ETH - 2n, 13n * ETH);
    await bringBack(s);
    expect(await s.targets.exitDemand()).to.equal(0n);
    await s.queue.settle();
    expect(await s.queue.claimableOf(1n << 64n)).to.be.within(20n * ETH - 4n, 20n * ETH);
  });

  it("MF-H3: every asset that comes in can be asked out, settled and claimed, ETH and LST", async () => {
    for (const native of [true, false]) {
      const s = native ? await standUpLadder() : await withStake();
      if (native) await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: 40n * ETH });
      await requestAndClose(s, 15n * ETH);
      if (!native) await bringBack(s);
      await s.queue.settle();
      const owed = await s.queue.claimableOf(1n << 64n);
      expect(owed).to.be.within(15n * ETH - 4n, 15n * ETH);
      await expect(s.queue.connect(s.alice).claim(1n << 64n, s.bob)).to.changeEtherBalance(s.ethers, s.bob, owed);
    }
  });

  it("MF-M3: odd amounts of a rebasing LST, which moves a wei or two short, come in and go out again", async () => {
    await fc.assert(
      fc.asyncProperty(fc.bigInt({ min: 5n * ETH, max: 60n * ETH }), async (wei) => {
        const s = await standUpLadder();
        await s.giveLst(s.bob, 3n * ETH + 1n);
        const balance = await s.ethers.provider.getBalance(s.stEth);
        await s.networkHelpers.setBalance(String(s.stEth.target), balance + 10n ** 15n + 7n);
        await s.stEth.report(100n);
        await depositLst(s, wei);
        for (const slot of [0n, 1n]) await s.restaker.restakeLst(slot, s.lst);
        await requestAndClose(s, wei / 2n);
        await bringBack(s);
        await s.queue.settle();
        expect(await s.queue.claimableOf(1n << 64n)).to.be.within(wei / 2n - 20n, wei / 2n + 10n ** 15n);
        expect(await s.lst.balanceOf(s.lstReserve)).to.be.at.least(await s.lstReserve.idleLst());
        await expectBalanced(s);
      }),
      RUNS,
    );
  });

  it("MF-M7: dust of any asset, given to any of the vault's contracts, blocks no way out", async () => {
    const s = await withStake();
    await s.giveLst(s.bob, ETH);
    for (const place of [s.lstReserve, ...s.delegators, s.vault, s.queue, s.restaker]) {
      await s.lst.connect(s.bob).transfer(place, 1n);
      await s.networkHelpers.setBalance(String(place.target), (await s.ethers.provider.getBalance(place)) + 1n);
    }
    await requestAndClose(s, 10n * ETH);
    await bringBack(s);
    await s.queue.settle();
    expect(await s.queue.claimableOf(1n << 64n)).to.be.within(10n * ETH - 4n, 10n * ETH);
    await s.queue.connect(s.alice).claim(1n << 64n, s.alice);
    await expectBalanced(s);
  });

  it("SY2-B05: an instant exit before anybody has told the vault of a loss bears that loss", async () => {
    const s = await withStake();
    await s.vault.connect(s.bob).deposit(s.bob, 0n, FOREVER, { value: 40n * ETH });
    await s.secure(s.keeper, s.opOne, [String(s.strategy.target)]);
    await s.slash(s.keeper, s.opOne, [String(s.strategy.target)], ETH);
    const before = await s.ethers.provider.getBalance(s.treasury);
    await s.instantExit.connect(s.bob).exitInstantly(4n * ETH, s.treasury, 0n, FOREVER);
    // a quarter of everything is gone
    expect((await s.ethers.provider.getBalance(s.treasury)) - before).to.be.at.most(3n * ETH);
    expect(await s.vault.rate()).to.be.within((ETH * 75n) / 100n - 10n, (ETH * 7501n) / 10_000n);
  });

  it("SY2-B07: coming and asking out again moves no stake between slots, and makes room for none", async () => {
    const s = await withStake();
    const rooms = async () => [await s.targets.roomOf(0n), await s.targets.roomOf(1n)];
    const before = await rooms();
    await s.vault.connect(s.bob).deposit(s.bob, 0n, FOREVER, { value: 1_000n * ETH });
    await s.queue.connect(s.bob).request(await s.vault.balanceOf(s.bob), s.bob, 0n, FOREVER);
    for (const [slot, room] of (await rooms()).entries()) expect(room - before[slot]!).to.be.within(-2n, 2n);
  });

  it("SY2-B26: no deposit, however large, lifts a slot above its cap", async () => {
    const s = await withStake();
    await s.restaker.setSlot(0n, 5_000n, 20n * ETH);
    await s.vault.connect(s.bob).deposit(s.bob, 0n, FOREVER, { value: 5_000n * ETH });
    expect(await s.targets.roomOf(0n)).to.be.at.most(2n);
    await expect(s.restaker.restakeLst(0n, s.lst)).to.be.revertedWithCustomError(s.restaker, "LegTooSmall");
  });

  it("SY2-B29: who calls cannot choose which slot is drained: each gives its share of the demand", async () => {
    const s = await withStake();
    await requestAndClose(s, 10n * ETH);
    const { assets } = await s.restaker.unwind.staticCall(0n, s.strategy);
    expect(assets).to.be.within(5n * ETH - 2n, 5n * ETH + 2n);
    // liquidity that comes for a moment pays the batch and takes from nobody's stake
    await s.vault.connect(s.bob).deposit(s.bob, 0n, FOREVER, { value: 100n * ETH });
    await s.queue.settle();
    expect(await s.delegators[0].value()).to.be.within(20n * ETH - 2n, 20n * ETH);
    expect(await s.targets.exitDemand()).to.equal(0n);
  });

  it("MF-SR-L1: to use up the room of instant exits costs at least the mean of the fee's range, however it is split", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 12 }), async (parts) => {
        const s = await standUpLadder();
        await s.vault.connect(s.bob).deposit(s.bob, 0n, FOREVER, { value: 1_000n * ETH });
        const before = await s.ethers.provider.getBalance(s.treasury);
        for (let part = 0; part < parts; ++part) {
          const [room] = await s.instantExit.roomNow();
          const value = part === parts - 1 ? room : (100n * ETH) / BigInt(parts);
          await s.instantExit.connect(s.bob).exitInstantly(value, s.treasury, 0n, FOREVER);
        }
        const got = (await s.ethers.provider.getBalance(s.treasury)) - before;
        // from 0.1 % to 1.1 %: 0.6 % of the 100 ETH in the mean
        expect(100n * ETH - got).to.be.at.least((6n * ETH) / 10n - ETH / 100n);
        expect((await s.instantExit.roomNow())[0]).to.be.at.most(ETH / 10n);
      }),
      { numRuns: 3 },
    );
  });
});
