import { expect } from "chai";
import { inOneBlock } from "../findings/vault-lab.ts";
import { standUpLadder } from "./ladder.ts";
import { DAY, FOREVER, GRACE, type Standing, expectBalanced, standUpVault } from "./vault.ts";
import { ETH, GWEI, RAY } from "../../scripts/lib/units.ts";

const FEE_BPS = 1_000n;
/** What virtual wei and shares make of an amount of some hundred ETH. */
const DUST = 10n ** 8n;
const RULES = ["ExposedRule", "CappedRule", "LossOnlyRule"] as const;
const FIRST = 1n << 64n;
const GAS = { gasLimit: 5_000_000n };

const worth = async (s: Standing, who: { address: string }) =>
  s.vault.toAssetsDown(await s.vault.balanceOf(who.address));

async function pass(s: Standing, seconds = DAY): Promise<void> {
  await s.networkHelpers.time.increase(seconds);
  await s.vault.syncAll();
}

/** A vault with a fee, in which alice holds `assets`, all of it in one component. */
async function invested(assets: bigint, rule?: (typeof RULES)[number]): Promise<Standing> {
  const s = await standUpVault(rule);
  await s.settings.setFee(FEE_BPS, s.treasury);
  await s.vault.deposit(s.alice, 0n, FOREVER, { value: assets });
  await s.restaker.restake(s.left, assets);
  return s;
}

describe("a vault at its edges", () => {
  it("VLT-81: whoever comes while a gain drips keeps what he brings, and the fee is a tenth of the gain", async () => {
    for (const [old, gain, brought] of [
      [100n, 10n, 0n],
      [100n, 10n, 100n],
      [10n, 1n, 1_000n],
      [1_000n, 1n, 1_000n],
    ] as const) {
      const s = await invested(old * ETH);
      await s.vault.recapitalise({ value: gain * ETH });
      if (brought > 0n) await s.vault.deposit(s.bob, 0n, FOREVER, { value: brought * ETH });
      await pass(s);
      expect((await s.vault.totals()).feesOwed).to.equal((gain * ETH) / 10n);
      if (brought > 0n) expect(await worth(s, s.bob)).to.be.within(brought * ETH - DUST, brought * ETH);
      expect(await worth(s, s.alice)).to.be.within(
        old * ETH + (gain * ETH * 9n) / 10n - DUST,
        old * ETH + (gain * ETH * 9n) / 10n,
      );
      await expectBalanced(s);
    }
  });

  it("VLT-81: a loss and its recovery pay nothing, however often, also of what leavers left behind", async () => {
    const s = await invested(100n * ETH);
    await s.vault.deposit(s.bob, 0n, FOREVER, { value: 50n * ETH });
    // bob leaves his part of what has not dripped to alice: that lifts the price, and is no gain
    await s.queue.connect(s.bob).request(50n * ETH, s.bob, 0n, FOREVER);
    await s.networkHelpers.time.increase(DAY);
    await s.vault.recapitalise({ value: 10n * ETH });
    await s.networkHelpers.time.increase(DAY / 2n);
    await s.queue.close();
    await s.queue.settle();
    const fees = (await s.vault.totals()).feesOwed;
    expect(fees).to.equal(ETH);
    for (let round = 0; round < 3; ++round) {
      await s.left.setAssets(50n * ETH);
      await pass(s);
      await s.left.setAssets(100n * ETH);
      await pass(s);
      expect((await s.vault.totals()).feesOwed).to.equal(fees);
    }
    await expectBalanced(s);
  });

  for (const rule of RULES) {
    it(`VLT-82: the last leavers are paid all that is theirs, and the vault is new (${rule})`, async () => {
      const s = await invested(10n * ETH, rule);
      const snapshot = await s.networkHelpers.takeSnapshot();
      for (const dust of [0n, 1n, GWEI / 2n]) {
        if (dust > 0n) await s.vault.deposit(s.carol, 0n, FOREVER, { value: dust });
        await s.queue.connect(s.alice).request(10n * ETH, s.alice, 0n, FOREVER);
        await s.networkHelpers.time.increase(DAY);
        await s.queue.close();
        // a gain that two of the rules keep from who leaves, half of it dripped
        await s.left.setAssets(11n * ETH);
        await s.networkHelpers.time.increase(DAY / 2n);
        await s.vault.syncAll();
        await s.restaker.unwind(s.left, 11n * ETH, 0n, 0n);
        await s.vault.recapitalise({ value: ETH });
        await expect(s.queue.settle()).to.emit(s.vault, "StartedAnew");
        const paid = (await s.queue.ticketOf(FIRST)).claimableAssets;
        expect(paid).to.be.within((118n * ETH) / 10n - 3n * GWEI, (118n * ETH) / 10n);
        const t = await s.vault.totals();
        expect([t.supply, t.lockedProfit, t.feesOwed]).to.deep.equal([dust, 0n, ETH / 5n]);
        expect([await s.vault.highWaterRay(), await s.vault.lossFactor()]).to.deep.equal([RAY, RAY]);
        if (dust === 0n) expect(await s.vault.rate()).to.equal(ETH);
        await expectBalanced(s);
        // and its next holder is as the first was
        await s.vault.deposit(s.bob, 0n, FOREVER, { value: 10n * ETH });
        await pass(s);
        expect(await worth(s, s.bob)).to.be.within(10n * ETH - 10n * GWEI, 10n * ETH);
        await snapshot.restore();
      }
    });
  }

  it("VLT-82: who leaves last at once pays no fee for it, and what is found later is nobody's", async () => {
    const s = await standUpLadder();
    await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: ETH });
    await expect(s.instantExit.connect(s.alice).exitInstantly(ETH, s.alice, 0n, FOREVER)).to.changeEtherBalance(
      s.ethers,
      s.alice,
      ETH,
    );
    expect([await s.vault.totalSupply(), await s.vault.rate()]).to.deep.equal([0n, ETH]);
    await s.vault.connect(s.bob).deposit(s.bob, 0n, FOREVER, { value: 100n * ETH });
    await s.networkHelpers.time.increase(DAY + 3_600n);
    await s.vault.syncAll();
    expect(await s.vault.toAssetsDown(await s.vault.balanceOf(s.bob))).to.be.within(100n * ETH - DUST, 100n * ETH);
    await expectBalanced(s);
  });

  it("VLT-83: what is found while nobody holds shares is a fee, and a gift to nobody is refused", async () => {
    for (const held of [0n, GWEI - 1n]) {
      const s = await standUpVault();
      await s.settings.setFee(FEE_BPS, s.treasury);
      if (held > 0n) await s.vault.deposit(s.alice, 0n, FOREVER, { value: held });
      await expect(s.vault.recapitalise({ value: ETH })).to.be.revertedWithCustomError(s.vault, "NobodyToGiveTo");
      await s.left.setAssets(ETH);
      await pass(s);
      await s.vault.connect(s.treasury).receiveGain(0n, { value: ETH });
      await pass(s);
      const t = await s.vault.totals();
      expect([t.recognised, t.lockedProfit, t.feesOwed]).to.deep.equal([held, 0n, 2n * ETH]);
      expect([await s.vault.rate(), await s.vault.highWaterRay()]).to.deep.equal([ETH, RAY]);
      await expectBalanced(s);
    }
  });

  it("VLT-84: less than a gwei is no gift, and whoever leaves a share behind switches nothing off", async () => {
    const s = await invested(50n * ETH, "CappedRule");
    await expect(s.vault.recapitalise({ value: GWEI - 1n })).to.be.revertedWithCustomError(s.vault, "NothingGiven");
    // alice leaves all but a share after a gain of a hundredth, which the rule keeps from her
    await s.queue.connect(s.alice).request(50n * ETH - 1n, s.alice, 0n, FOREVER);
    await s.networkHelpers.time.increase(DAY);
    await s.queue.close();
    await s.left.setAssets((505n * ETH) / 10n);
    await pass(s);
    await s.restaker.unwind(s.left, (505n * ETH) / 10n, 0n, 0n);
    await s.queue.settle();
    expect(await s.vault.rate()).to.be.below((102n * ETH) / 100n);
    // a cap still caps, and a vault that loses everything is dead
    for (const user of [s.alice, s.bob]) await s.vault.deposit(user, 0n, FOREVER, { value: 50n * ETH });
    await s.restaker.restake(s.left, 100n * ETH);
    await s.queue.connect(s.bob).request(await s.vault.balanceOf(s.bob), s.bob, 0n, FOREVER);
    await s.networkHelpers.time.increase(DAY);
    await s.queue.close();
    await s.left.setAssets(120n * ETH);
    await pass(s);
    await s.restaker.unwind(s.left, 70n * ETH, 0n, 0n);
    await s.queue.settle();
    const { batchId } = await s.queue.ticketOf(2n << 64n);
    expect((await s.queue.batchOf(batchId)).filledAssets).to.be.within(50n * ETH - DUST, 50n * ETH);
    await s.left.setAssets(0n);
    await s.vault.syncAll();
    await expectBalanced(s);
  });

  it("VLT-85: nobody enters while something counts at less than it may be worth, and who was there gets what comes back", async () => {
    for (const saysSo of [true, false]) {
      const s = await standUpVault();
      await s.cover.fund({ value: 5n * ETH });
      await s.vault.deposit(s.alice, 0n, FOREVER, { value: 100n * ETH });
      await s.restaker.restake(s.left, 90n * ETH);
      const enter = () => s.vault.connect(s.carol).deposit(s.carol, 0n, FOREVER, { value: 100n * ETH });
      if (saysSo) {
        await s.left.setAssets(0n);
        await s.left.setInDoubt(true);
      } else {
        await s.left.setBroken(true);
        await s.vault.reportFailure(s.left);
        await s.networkHelpers.time.increase(DAY);
      }
      // a lone sync only closes deposits: who calls first chooses nothing
      const snapshot = await s.networkHelpers.takeSnapshot();
      await s.vault.sync(s.left);
      const closed = saysSo ? "DepositsClosedByLoss" : "SyncTooOld";
      await expect(enter()).to.be.revertedWithCustomError(s.vault, closed);
      expect(await s.vault.recordOf(s.left)).to.equal(90n * ETH);
      for (const lone of [true, false]) {
        if (!lone) await snapshot.restore();
        await s.vault.syncAll();
        // VLT-86
        expect([await s.cover.totalDrawn(), (await s.vault.totals()).recognised]).to.deep.equal([0n, 10n * ETH]);
        expect(await s.vault.isInDoubt()).to.equal(true);
      }
      const views = await s.ethers.deployContract("VaultViews", [s.vault]);
      expect(await views.depositRoom()).to.equal(0n);
      await expect(enter()).to.be.revertedWithCustomError(s.vault, "WorthInDoubt");
      // it is back, and nobody has synced: still nobody enters
      await s.left.setInDoubt(false);
      await s.left.setBroken(false);
      await s.left.setAssets(90n * ETH);
      await expect(enter()).to.be.revertedWithCustomError(s.vault, "WorthInDoubt");
      await s.vault.syncAll();
      await enter();
      await pass(s);
      expect(await worth(s, s.alice)).to.be.within(100n * ETH - DUST, 100n * ETH);
      expect(await worth(s, s.carol)).to.be.within(100n * ETH - DUST, 100n * ETH);
      await expectBalanced(s);
    }
  });

  it("VLT-85: the doubt of what cannot be read ends with a grace, to the second", async () => {
    const s = await invested(10n * ETH);
    await s.left.setBroken(true);
    await s.vault.reportFailure(s.left);
    const endsAt = (await s.vault.failingSince(s.left)) + DAY + GRACE;
    for (const [moment, inDoubt] of [
      [endsAt - 1n, true],
      [endsAt, false],
    ] as const) {
      await s.networkHelpers.time.setNextBlockTimestamp(moment);
      await s.vault.syncAll();
      expect(await s.vault.isInDoubt()).to.equal(inDoubt);
    }
  });

  it("VLT-86: a real loss beside a doubtful one is the cover's, and what comes back pays no fee", async () => {
    const s = await invested(50n * ETH);
    await s.vault.deposit(s.bob, 0n, FOREVER, { value: 50n * ETH });
    await s.restaker.restake(s.right, 50n * ETH);
    await s.cover.fund({ value: 10n * ETH });
    await s.left.setAssets(20n * ETH);
    await s.left.setInDoubt(true);
    await s.right.setAssets(46n * ETH);
    await s.vault.syncAll();
    expect([await s.cover.totalDrawn(), (await s.vault.totals()).recognised]).to.deep.equal([4n * ETH, 70n * ETH]);
    await s.left.setAssets(50n * ETH);
    await s.left.setInDoubt(false);
    await pass(s);
    const t = await s.vault.totals();
    expect([t.recognised, t.feesOwed]).to.deep.equal([100n * ETH, 0n]);
    await expectBalanced(s);
  });

  for (const rule of RULES) {
    it(`VLT-94: a closed batch is paid what a component in doubt brings back, and bears what it does not (${rule})`, async () => {
      const s = await standUpVault(rule);
      for (const user of [s.alice, s.bob]) await s.vault.deposit(user, 0n, FOREVER, { value: 50n * ETH });
      await s.restaker.restake(s.left, 90n * ETH);
      await s.queue.connect(s.bob).request(50n * ETH, s.bob, 0n, FOREVER);
      await s.networkHelpers.time.increase(DAY);
      await s.queue.close();
      await s.left.setBroken(true);
      await s.vault.reportFailure(s.left);
      await pass(s);
      expect(await s.vault.lossFactor()).to.equal(RAY);
      const snapshot = await s.networkHelpers.takeSnapshot();
      for (const [back, due] of [
        [90n * ETH, 50n * ETH],
        [40n * ETH, 25n * ETH],
      ] as const) {
        await s.left.setAssets(back);
        await s.left.setBroken(false);
        await pass(s);
        await s.restaker.unwind(s.left, back, 0n, 0n);
        await s.queue.settle();
        expect((await s.queue.ticketOf(FIRST)).claimableAssets).to.be.within(due - DUST, due + DUST);
        await expectBalanced(s);
        await snapshot.restore();
      }
      // while it is out, the batch is paid its part of what there is
      await s.queue.settle();
      expect((await s.queue.ticketOf(FIRST)).claimableAssets).to.be.within(5n * ETH - DUST, 5n * ETH + DUST);
    });
  }

  it("VLT-87: a gift below the revival rate opens nothing and delays nothing", async () => {
    const s = await invested(10n * ETH);
    await s.left.setAssets(0n);
    await s.vault.syncAll();
    const since = await s.vault.deadSince();
    const enter = () => s.vault.connect(s.carol).deposit(s.carol, 0n, FOREVER, { value: ETH });
    for (const gift of [GWEI, (11n * ETH) / 10n ** 6n, ETH / 20n]) {
      await s.vault.connect(s.carol).recapitalise({ value: gift });
      await expect(enter()).to.be.revertedWithCustomError(s.vault, "DeadState");
      await pass(s);
      await expect(enter()).to.be.revertedWithCustomError(s.vault, "DeadState");
      expect([await s.vault.isDead(), await s.vault.deadSince()]).to.deep.equal([true, since]);
    }
    const snapshot = await s.networkHelpers.takeSnapshot();
    await s.networkHelpers.time.increase(GRACE);
    await s.runOff.windUp();
    expect(await s.vault.isWoundUp()).to.equal(true);
    await snapshot.restore();
    await s.vault.connect(s.carol).recapitalise({ value: ETH / 20n });
    await pass(s);
    expect([await s.vault.isDead(), await s.vault.deadSince()]).to.deep.equal([false, 0n]);
    await s.restaker.restake(s.left, ETH / 100n);
    await s.left.setAssets(0n);
    await s.vault.syncAll();
    expect(await s.vault.isDead()).to.equal(false);
    await expectBalanced(s);
  });

  it("INV-30: in one block, what was synced, closed or settled before what happens changes nobody's payment", async () => {
    for (const rule of RULES) {
      const s = await standUpVault(rule);
      for (const user of [s.alice, s.bob]) await s.vault.deposit(user, 0n, FOREVER, { value: 50n * ETH });
      await s.restaker.restake(s.left, 30n * ETH);
      await s.restaker.restake(s.right, 10n * ETH);
      await s.vault.recapitalise({ value: 4n * ETH });
      await s.queue.connect(s.bob).request(50n * ETH, s.bob, 0n, FOREVER);
      await s.networkHelpers.time.increase(DAY);
      await s.queue.close();
      await pass(s, DAY / 3n);
      let snapshot = await s.networkHelpers.takeSnapshot();
      const at = BigInt(await s.networkHelpers.time.latest()) + 3_600n;
      // one component gains and the other loses, with lone syncs anywhere; both gain, or both lose, with any syncs
      for (const [left, right, syncs] of [
        [45n, 5n, [[], ["right"], ["left", "right"], ["all", "right"], ["left", "right", "left"]]],
        [45n, 15n, [[], ["all"], ["right", "all"], ["all", "all", "left"]]],
        [20n, 5n, [[], ["all"], ["right", "all"], ["all", "all", "left"]]],
      ] as const) {
        const ends: bigint[][] = [];
        for (const before of syncs) {
          await snapshot.restore();
          snapshot = await s.networkHelpers.takeSnapshot();
          await s.networkHelpers.time.setNextBlockTimestamp(at);
          const calls = {
            all: () => s.vault.syncAll(GAS),
            left: () => s.vault.sync(s.left, GAS),
            right: () => s.vault.sync(s.right, GAS),
          };
          await inOneBlock(
            s,
            ...before.slice(0, 1).map((one) => calls[one]),
            () => s.right.setAssets(right * ETH, GAS),
            ...before.slice(1).map((one) => calls[one]),
            () => s.left.setAssets(left * ETH, GAS),
            () => s.queue.settle(GAS),
          );
          const { filledAssets } = await s.queue.batchOf(1n);
          await pass(s);
          const t = await s.vault.totals();
          ends.push([filledAssets, t.recognised + t.lockedProfit, t.feesOwed, await s.vault.lossFactor()]);
          await expectBalanced(s);
        }
        for (const end of ends)
          expect(end.map((wei, i) => wei - ends[0]![i]! <= 2n && ends[0]![i]! - wei <= 2n)).to.not.include(false);
      }
    }
  });
});
