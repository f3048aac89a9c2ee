import { expect } from "chai";
import fc from "fast-check";
import { standUpLadder } from "./ladder.ts";
import { DAY, FOREVER, type Standing, expectBalanced, standUpVault } from "./vault.ts";
import { ETH } from "../../scripts/lib/units.ts";

const FEE_BPS = 1_000n;
/** Of fees, in the vault of these tests. */
const PREMIUM_BPS = 2_000n;
const BPS = 10_000n;

/** Alice holds 100 ETH of the vault, 90 of them in one component; a tenth of gains is paid to the split. */
async function shared(treasury?: (s: Standing) => Promise<string>) {
  const s = await standUpVault();
  const split = await s.ethers.deployContract("FeeSplit", [s.cover, (await treasury?.(s)) ?? s.treasury.address]);
  await s.settings.setFee(FEE_BPS, split);
  await s.vault.deposit(s.alice, 0n, FOREVER, { value: 100n * ETH });
  await s.restaker.restake(s.left, 90n * ETH);
  return { ...s, split };
}
type Shared = Awaited<ReturnType<typeof shared>>;

/** A gain of `wei` that has dripped: a tenth of it is owed as a fee. */
async function earn(s: Shared, wei: bigint): Promise<bigint> {
  await s.left.setAssets((await s.left.assets()) + wei);
  await s.networkHelpers.time.increase(DAY);
  await s.vault.syncAll();
  await s.networkHelpers.time.increase(DAY);
  return (await s.vault.totals()).feesOwed;
}

const worth = async (s: Shared, who: Standing["bob"]) => s.cover.toAssetsDown(await s.cover.sharesOf(who));
const premiumOf = (fees: bigint) => (fees * PREMIUM_BPS) / BPS;

describe("where fees go", () => {
  it("COV-09: underwriters have their premium when the fees are paid, and the treasury the rest when anybody sends it", async () => {
    const s = await shared();
    await s.cover.connect(s.bob).join(s.bob, 0n, { value: 6n * ETH });
    const fees = await earn(s, 3n * ETH);
    expect(fees).to.equal((3n * ETH) / 10n);
    const premium = premiumOf(fees);
    await expect(s.vault.payOwed())
      .to.emit(s.split, "FeesSplit")
      .withArgs(s.vault.target, fees, premium)
      .and.to.emit(s.cover, "Funded")
      .withArgs(s.split.target, premium);
    expect(await s.cover.funds()).to.equal(6n * ETH + premium);
    expect([await s.split.totalPremium(), await s.split.underwrittenFees()]).to.deep.equal([premium, fees]);
    await expect(s.split.connect(s.carol).payTreasury()).to.changeEtherBalances(
      s.ethers,
      [s.treasury, s.split],
      [fees - premium, premium - fees],
    );
    await expect(s.split.payTreasury()).to.be.revertedWithCustomError(s.split, "NothingForTreasury");
    await expectBalanced(s);
  });

  it("COV-09: while nobody underwrites, all fees are the treasury's", async () => {
    const s = await shared();
    const fees = await earn(s, ETH);
    await expect(s.vault.payOwed()).to.emit(s.split, "FeesSplit").withArgs(s.vault.target, fees, 0n);
    expect([await s.split.totalPremium(), await s.split.underwrittenFees()]).to.deep.equal([0n, 0n]);
    expect(await s.ethers.provider.getBalance(s.split)).to.equal(fees);
    await s.cover.connect(s.bob).join(s.bob, 0n, { value: ETH });
    const later = await earn(s, ETH);
    await s.vault.payOwed();
    expect(await s.split.totalPremium()).to.equal(premiumOf(later));
  });

  it("COV-09: however fees are cut into payments, the premium is one part of their sum, rounded down once", async () => {
    const s = await shared();
    const pay = (wei: bigint) => s.admin.sendTransaction({ to: s.split, value: wei });
    const start = await s.networkHelpers.takeSnapshot();
    const payment = fc.oneof(fc.bigInt(0n, 20n), fc.bigInt(0n, 10n ** 19n));
    await fc.assert(
      fc.asyncProperty(
        fc.array(payment, { maxLength: 3 }),
        fc.array(payment, { maxLength: 8 }),
        async (early, late) => {
          await start.restore();
          for (const wei of early) await pay(wei);
          expect(await s.split.totalPremium()).to.equal(0n);
          await s.cover.connect(s.bob).join(s.bob, 0n, { value: ETH });
          let fees = 0n;
          for (const wei of late) {
            await pay(wei);
            fees += wei;
            expect(await s.split.totalPremium()).to.equal(premiumOf(fees));
          }
          expect(await s.cover.funds()).to.equal(ETH + premiumOf(fees));
          const free = early.reduce((all, wei) => all + wei, 0n);
          expect(await s.ethers.provider.getBalance(s.split)).to.equal(free + fees - premiumOf(fees));
        },
      ),
      { numRuns: 15 },
    );
  });

  for (const payable of [true, false]) {
    it(`COV-12: nobody buys the premium on fees that are owed, ${payable ? "though they could be paid" : "when no ETH is there to pay them"}`, async () => {
      const s = await shared();
      await s.cover.connect(s.bob).join(s.bob, 0n, { value: 6n * ETH });
      if (!payable) await s.restaker.restake(s.left, 10n * ETH);
      const fees = await earn(s, 5n * ETH);
      const premium = premiumOf(fees);
      expect(premium).to.equal(ETH / 10n);
      if (!payable) {
        await s.vault.payOwed();
        expect((await s.vault.totals()).feesOwed, "nothing is there to pay with").to.equal(fees);
      }
      const due = await s.cover.toSharesDown(3n * ETH);
      await s.cover.join(s.carol, due, { value: 3n * ETH });
      if (!payable) await s.restaker.unwind(s.left, 10n * ETH, 0n, 0n);
      await s.vault.payOwed();
      expect(await s.split.totalPremium()).to.equal(premium);
      expect(await worth(s, s.carol), "who came late").to.be.within(3n * ETH - 10n ** 6n, 3n * ETH + 1n);
      expect(await worth(s, s.bob), "who has earned it").to.be.within(
        6n * ETH + premium - 10n ** 6n,
        6n * ETH + premium,
      );
      // the next premium is shared
      const next = premiumOf(await earn(s, 5n * ETH));
      await s.vault.payOwed();
      const part = (next * 3n * ETH) / (9n * ETH + premium);
      expect(await worth(s, s.carol)).to.be.within(3n * ETH + part - 10n ** 6n, 3n * ETH + part + 1n);
    });
  }

  it("COV-12: the first underwriter gets at most the premium on what was owed when it came, and whoever pays first keeps it", async () => {
    const s = await shared();
    const fees = await earn(s, 5n * ETH);
    const start = await s.networkHelpers.takeSnapshot();
    await s.cover.connect(s.bob).join(s.bob, 0n, { value: 6n * ETH });
    await s.vault.payOwed();
    expect(await worth(s, s.bob)).to.be.within(6n * ETH + premiumOf(fees) - 10n ** 6n, 6n * ETH + premiumOf(fees));
    await start.restore();
    await s.vault.payOwed();
    await s.cover.connect(s.bob).join(s.bob, 0n, { value: 6n * ETH });
    expect(await worth(s, s.bob)).to.be.within(6n * ETH - 1n, 6n * ETH);
    expect(await s.split.totalPremium()).to.equal(0n);
  });

  it("COV-13: a treasury that refuses or calls back keeps nothing from underwriters, and is not paid twice", async () => {
    const s = await shared(async ({ ethers, admin }) => {
      // it calls the split, which stands two contracts later
      const nonce = await admin.getNonce();
      const restless = await ethers.deployContract("RestlessUnderwriter", [
        ethers.getCreateAddress({ from: admin.address, nonce: nonce + 1 }),
      ]);
      return String(restless.target);
    });
    const restless = await s.ethers.getContractAt("RestlessUnderwriter", await s.split.treasury());
    expect(await restless.cover()).to.equal(s.split.target);
    await s.cover.connect(s.bob).join(s.bob, 0n, { value: 6n * ETH });
    const fees = await earn(s, 3n * ETH);
    await restless.plan([s.split.interface.encodeFunctionData("payTreasury")], true);
    await s.vault.payOwed();
    expect(await s.cover.funds()).to.equal(6n * ETH + premiumOf(fees));
    await expect(s.split.payTreasury())
      .to.be.revertedWithCustomError(s.split, "TreasuryRefused")
      .withArgs(restless.target, fees - premiumOf(fees));
    // forced ETH is the treasury's
    const balance = await s.ethers.provider.getBalance(s.split);
    await s.networkHelpers.setBalance(String(s.split.target), balance + ETH);
    await restless.plan([s.split.interface.encodeFunctionData("payTreasury")], false);
    await expect(s.split.payTreasury()).to.changeEtherBalance(s.ethers, restless, fees - premiumOf(fees) + ETH);
    expect(await restless.succeeded()).to.equal(0n);
    expect(await s.split.totalPremium()).to.equal(premiumOf(fees));
    await expect(s.ethers.deployContract("FeeSplit", [s.cover, s.ethers.ZeroAddress])).to.be.revertedWithCustomError(
      s.split,
      "TreasuryZero",
    );
  });

  it("COV-09: as deployed, fees go to the split, and underwriters earn from what the LST earns", async () => {
    const s = await standUpLadder();
    expect(await s.settings.feeRecipient()).to.equal(s.feeSplit.target);
    expect([await s.feeSplit.cover(), await s.feeSplit.treasury()]).to.deep.equal([s.cover.target, s.treasury.address]);
    await s.cover.connect(s.bob).join(s.bob, 0n, { value: 5n * ETH });
    const amount = await s.giveLst(s.alice, 40n * ETH);
    await s.vault.connect(s.alice).depositLst(s.lst, amount, s.alice, 0n, FOREVER);
    await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: ETH });
    await s.networkHelpers.time.increase(2n * DAY);
    // what is forced on the pool is its gain at the next report
    await s.networkHelpers.setBalance(String(s.stEth.target), (await s.ethers.provider.getBalance(s.stEth)) + ETH);
    await s.stEth.report(100n);
    await s.vault.syncAll();
    await s.networkHelpers.time.increase(DAY);
    const { feesOwed } = await s.vault.totals();
    const premium = await s.cover.premiumOn(feesOwed);
    expect(premium).to.equal((feesOwed * 1_000n) / BPS);
    expect(premium).to.be.above(0n);
    await s.vault.payOwed();
    expect(await s.cover.funds()).to.equal(5n * ETH + premium);
    await expect(s.feeSplit.payTreasury()).to.changeEtherBalance(s.ethers, s.treasury, feesOwed - premium);
  });
});
