import { expect } from "chai";
import fc from "fast-check";
import { DAY, FOREVER, expectBalanced, standUpVault } from "../5-lrt/vault.ts";
import {
  addComponent,
  claimBy,
  close,
  depositBy,
  held,
  inOneBlock,
  requestBy,
  ticket,
  VIRTUAL,
  withHolders,
} from "./vault-lab.ts";
import { ETH } from "../../scripts/lib/units.ts";

const RUNS = { numRuns: 4 };
const wei = (max: bigint) => fc.bigInt({ min: 10n ** 9n, max });

/** Gifts of less, and to holders of less, are refused: in wei. */
const LEAST_GIFT = 10n ** 9n;

describe("findings: prices and totals of the vault", () => {
  it("KP-H02: what a preview says before a deposit is what the deposit mints", async () => {
    const s = await withHolders();
    await s.restaker.restake(s.left, 20n * ETH);
    await fc.assert(
      fc.asyncProperty(wei(500n * ETH), wei(ETH), async (assets, gain) => {
        await s.left.setAssets((await s.left.assets()) + gain);
        await s.vault.syncAll();
        const preview = await s.vault.toSharesDown(assets);
        const before = await s.vault.balanceOf(s.keeper);
        await depositBy(s, s.keeper, assets);
        expect((await s.vault.balanceOf(s.keeper)) - before).to.equal(preview);
      }),
      RUNS,
    );
  });

  it("KP-H03, SY2-B03: no gift before a deposit takes more from its victim than it costs its author", async () => {
    await fc.assert(
      fc.asyncProperty(wei(100n * ETH), wei(100n * ETH), async (more, deposit) => {
        const s = await standUpVault();
        const gift = more + LEAST_GIFT;
        await depositBy(s, s.alice, LEAST_GIFT);
        await s.vault.connect(s.alice).recapitalise({ value: gift });
        await s.networkHelpers.time.increase(DAY);
        await s.vault.syncAll();
        const bought = s.vault.connect(s.bob).deposit(s.bob, 0n, FOREVER, { value: deposit });
        const mintsNothing = (await s.vault.toSharesDown(deposit)) === 0n;
        if (mintsNothing) await expect(bought).to.be.revertedWithCustomError(s.vault, "ZeroShares");
        else await bought;
        const worth = await s.vault.toAssetsDown(await s.vault.balanceOf(s.bob));
        const victimLoses = mintsNothing ? 0n : deposit - worth;
        const authorLoses = LEAST_GIFT + gift - (await s.vault.toAssetsDown(await s.vault.balanceOf(s.alice)));
        expect(victimLoses <= deposit / 1_000n || authorLoses >= victimLoses).to.equal(true);
      }),
      // by just less than twice the gift, and by less than a share
      {
        ...RUNS,
        examples: [
          [ETH, 2n * ETH - 2n],
          [90n * ETH, 10n ** 12n],
        ],
      },
    );
  });

  it("VLT-16: a gift to a vault of next to no shares stops nobody: drips, deposits and exits go on at any rate", async () => {
    for (const gift of [10n ** 13n, ETH, 1_000n * ETH]) {
      const s = await standUpVault("CappedRule");
      await depositBy(s, s.alice, 1n);
      await expect(s.vault.connect(s.alice).recapitalise({ value: gift })).to.be.revertedWithCustomError(
        s.vault,
        "NobodyToGiveTo",
      );
      await depositBy(s, s.alice, LEAST_GIFT);
      await s.vault.connect(s.alice).recapitalise({ value: gift });
      await s.networkHelpers.time.increase(DAY);
      await s.vault.syncAll();
      await depositBy(s, s.bob, 5_000n * ETH);
      const id = await requestBy(s, s.bob, await s.vault.balanceOf(s.bob));
      await close(s);
      await s.queue.settle();
      expect(await claimBy(s, s.bob, id)).to.be.within(4_990n * ETH, 5_000n * ETH);
    }
  });

  it("YN-002: equal deposits at one rate mint equal shares, the first one too", async () => {
    await fc.assert(
      fc.asyncProperty(wei(1_000n * ETH), async (assets) => {
        const s = await withHolders(assets);
        const [first, second, third] = await Promise.all(
          [s.alice, s.bob, s.carol].map((who) => s.vault.balanceOf(who)),
        );
        expect([second! - first!, third! - second!]).to.deep.equal([0n, 0n]);
      }),
      RUNS,
    );
  });

  it("YN-001: totals count each component once, however many there are", async () => {
    const s = await withHolders();
    const more = await s.ethers.deployContract("ComponentMock");
    await s.networkHelpers.setBalance(String(more.target), 100n * ETH);
    await addComponent(s, more);
    for (const [index, component] of [s.left, s.right, more].entries()) {
      await s.restaker.restake(component, BigInt(index + 1) * ETH);
    }
    await s.left.setAssets(2n * ETH);
    await more.setAssets(5n * ETH);
    await s.networkHelpers.time.increase(DAY);
    await s.vault.syncAll();
    const { idle, feesOwed } = await s.vault.totals();
    expect([idle, (await held(s)) + feesOwed]).to.deep.equal([24n * ETH, 24n * ETH + 2n * ETH + 2n * ETH + 5n * ETH]);
    await expectBalanced(s);
  });

  it("ML-M1: what is paid is never above shares / supply of what there is", async () => {
    const s = await withHolders(20n * ETH);
    await s.restaker.restake(s.left, 30n * ETH);
    let batch = 0n;
    await fc.assert(
      fc.asyncProperty(wei(2n * ETH), fc.bigInt({ min: 1n, max: ETH / 7n }), async (shares, gain) => {
        await s.left.setAssets((await s.left.assets()) + gain);
        await requestBy(s, s.alice, shares);
        await close(s);
        await inOneBlock(
          s,
          () => s.vault.syncAll({ gasLimit: 5_000_000n }),
          () => s.queue.settle({ gasLimit: 5_000_000n }),
        );
        const { filledAssets } = await s.queue.batchOf(++batch);
        const { recognised, supply } = await s.vault.totals();
        // before the fill: what was paid was still there, and so were the shares
        const [total, all] = [recognised + filledAssets + VIRTUAL, supply + shares + VIRTUAL];
        expect(filledAssets * all <= shares * total).to.equal(true);
        expect((filledAssets + 1n) * all > shares * total).to.equal(true);
      }),
      RUNS,
    );
  });

  it("RZ-M12: the rate that is shown is the rate that the next exit gets, whatever has dripped since the last call", async () => {
    const s = await withHolders();
    await s.restaker.restake(s.left, 20n * ETH);
    await s.left.setAssets(26n * ETH);
    await s.vault.syncAll();
    for (const passed of [DAY / 5n, DAY / 3n, DAY / 4n]) {
      await requestBy(s, s.alice, ETH);
      await s.networkHelpers.time.increase(passed);
      await s.networkHelpers.mine();
      const shown = await s.vault.toAssetsDown(ETH);
      const before = await s.vault.totals();
      await s.vault.syncAll();
      const used = await s.vault.toAssetsDown(ETH);
      // the sync comes a second later: it may add a second's drip and nothing else
      const perSecond = before.lockedProfit / (before.dripEnd - BigInt(await s.networkHelpers.time.latest())) + 1n;
      expect(used - shown).to.be.within(0n, (perSecond * ETH) / before.supply + 1n);
    }
  });

  it("SY2-B02: a gift to one component pays nobody out of another", async () => {
    const s = await withHolders();
    await s.restaker.restake(s.left, 10n * ETH);
    await s.restaker.restake(s.right, 10n * ETH);
    const [rate, idle] = [await s.vault.rate(), await s.vault.surplusIdle()];
    await s.left.setAssets(30n * ETH);
    await inOneBlock(
      s,
      () => s.vault.syncAll({ gasLimit: 5_000_000n }),
      () => s.vault.connect(s.bob).deposit(s.bob, 0n, FOREVER, { value: ETH, gasLimit: 5_000_000n }),
    );
    expect(await s.vault.surplusIdle()).to.equal(idle + ETH);
    // some seconds of a day's drip, and no more, are in the price already
    expect((await s.vault.rate()) - rate).to.be.at.most((20n * ETH * 6n * ETH) / (DAY * 30n * ETH));
  });

  it("SY2-B33, ML-M4: a component that comes with something in it moves no rate and breaks no price", async () => {
    const s = await withHolders();
    await s.restaker.restake(s.left, 10n * ETH);
    const full = await s.ethers.deployContract("ComponentMock");
    await s.networkHelpers.setBalance(String(full.target), 100n * ETH);
    await full.setAssets(15n * ETH);
    await s.vault.syncAll();
    const [rate, depositRate] = [await s.vault.rate(), await s.vault.depositRate()];
    await addComponent(s, full);
    expect([await s.vault.rate(), await s.vault.depositRate()]).to.deep.equal([rate, depositRate]);
    await s.vault.syncAll();
    await s.vault.sync(full);
    expect(await s.vault.toSharesDown(ETH)).to.be.lessThan(ETH);
    expect((await s.vault.rate()) - rate).to.be.at.most((15n * ETH * 10n * ETH) / (DAY * 30n * ETH));
    await expectBalanced(s);
  });

  it("SY2-B44: who comes for a reward and leaves a second later takes no more than a second of it", async () => {
    await fc.assert(
      fc.asyncProperty(wei(1_000n * ETH), wei(5n * ETH), async (deposit, reward) => {
        const s = await withHolders();
        await s.vault.syncAll();
        await inOneBlock(
          s,
          () => s.vault.connect(s.keeper).deposit(s.keeper, 0n, FOREVER, { value: deposit, gasLimit: 5_000_000n }),
          // the treasury is this vault's claimer of rewards
          () => s.vault.connect(s.treasury).receiveGain(0n, { value: reward, gasLimit: 5_000_000n }),
        );
        await s.networkHelpers.mine();
        const worth = await s.vault.toAssetsDown(await s.vault.balanceOf(s.keeper));
        expect(worth - deposit).to.be.at.most(reward / DAY + 1n);
      }),
      RUNS,
    );
  });

  it("PF-211: a rate beyond 64 bits survives closing and settling", async () => {
    const s = await withHolders(ETH, "CappedRule");
    await s.restaker.restake(s.left, 2n * ETH);
    await s.left.setAssets(700n * ETH);
    await s.networkHelpers.time.increase(DAY);
    await s.vault.syncAll();
    expect(await s.vault.rate()).to.be.greaterThan(2n ** 64n);
    const id = await requestBy(s, s.alice, ETH);
    await close(s);
    const quote = await s.vault.toAssetsDown(ETH);
    await s.restaker.unwind(s.left, 600n * ETH, 0n, 0n);
    await s.queue.settle();
    expect(await claimBy(s, s.alice, id)).to.be.within(quote - 10n, quote + 10n);
    expect(await s.queue.fillingBatchId()).to.equal(2n);
    expect(await s.tickets.balanceOf(s.alice)).to.equal(0n);
    expect(id).to.equal(ticket(1n, 0n));
  });
});
