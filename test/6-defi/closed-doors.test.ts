import { expect } from "chai";
import { FOREVER, restored } from "../5-lrt/ladder.ts";
import { type Markets, standUpMarkets, WINDOW_SECONDS } from "./stage.ts";
import { ETH, WAD } from "../../scripts/lib/units.ts";

const ALL = 2n ** 256n - 1n;
const WAY = { pool: 0n, instant: 1n, best: 2n, ticket: 3n } as const;
const MARKET = "rateOracle";

/** A vault whose stake can be slashed, a pool of 300 on either side, and `alice` at her limit: 20 LRT. */
async function withLoan() {
  const s = await standUpMarkets();
  await s.restakeSlashable();
  // the LST deposit has left the bucket of the instant exit
  await s.wait(86_400n);
  await s.giveLrt(s.lp, 800n * ETH);
  await s.giveWeth(s.lp, 300n * ETH);
  await s.provide(s.lp, 300n * ETH, 300n * ETH);
  await s.lend(MARKET, 200n * ETH);
  await s.wait(WINDOW_SECONDS);
  await s.vault.syncAll();
  for (const user of [s.alice, s.bob]) {
    if (user !== s.alice) await s.vault.connect(s.lp).transfer(user, 60n * ETH);
    await s.pledge(user, MARKET, 20n * ETH);
  }
  await s.borrow(s.alice, MARKET, (171n * ETH) / 10n);
  for (const user of [s.alice, s.bob]) await s.morpho.connect(user).setAuthorization(s.looper, true);
  await s.giveWeth(s.keeper, 50n * ETH);
  return s;
}

const liquidate = (s: Markets, way: bigint) =>
  s.liquidator.connect(s.keeper).liquidate(s.marketOf(MARKET), s.alice, 5n * ETH, way, 0n, FOREVER);
/** Takes a tenth of the vault: less than what leaves bad debt. */
const slashATenth = async (s: Markets) => {
  const { recognised, idle } = await s.vault.totals();
  await s.slashBoth(((recognised / 10n) * WAD) / (recognised - idle));
};

describe("while the vault's doors are closed", () => {
  it("DFI-78: in containment the market goes on, and so does the pool: what is closed is the vault's way in and its ways out", async () => {
    const s = await restored(withLoan);
    const market = s.marketOf(MARKET);
    const price = await s.rateOracle.price();
    await s.settings.connect(s.guardian).contain(86_400n);
    // the price answers: containment is no loss
    expect(await s.rateOracle.price()).to.be.within(price, price + price / 10n ** 6n);
    // lend, pledge, borrow, repay, take back
    await s.lend(MARKET, 10n * ETH);
    await s.morpho.connect(s.lender).withdraw(market, 10n * ETH, 0n, s.lender.address, s.lender.address);
    await s.pledge(s.bob, MARKET, ETH);
    await s.borrow(s.bob, MARKET, 10n * ETH);
    const { borrowShares } = await s.positionOf(s.bob, MARKET);
    await s.giveWeth(s.bob, ETH);
    await s.morpho.connect(s.bob).repay(market, 0n, borrowShares / 2n, s.bob.address, "0x");
    await s.morpho.connect(s.bob).withdrawCollateral(market, ETH, s.bob.address, s.bob.address);
    // leverage: not through the vault, and through the pool
    const raising = { borrowAssets: ETH, minShares: 0n, maxLtvWad: WAD, deadline: FOREVER };
    const raise = (entry: bigint) => s.looper.connect(s.bob).raise(market, { ...raising, entry }, { value: ETH });
    await expect(raise(0n)).to.be.revertedWithCustomError(s.vault, "DepositsPaused");
    await raise(1n);
    const lowering = { repayShares: ALL, collateral: ALL, minAssets: 0n, maxLtvWad: WAD, deadline: FOREVER };
    const lower = (way: bigint) => s.looper.connect(s.bob).lower(market, { ...lowering, way });
    await s.giveWeth(s.bob, 20n * ETH);
    await expect(lower(WAY.instant)).to.be.revertedWithCustomError(s.vault, "Containment");
    await expect(lower(WAY.ticket)).to.be.revertedWithCustomError(s.vault, "Containment");
    await lower(WAY.best);
    expect((await s.positionOf(s.bob, MARKET)).collateral).to.equal(0n);
    // and a slash is a slash: liquidation goes through the pool, or for LRT that is held
    await slashATenth(s);
    await expect(liquidate(s, WAY.instant)).to.be.revertedWithCustomError(s.vault, "Containment");
    await expect(liquidate(s, WAY.ticket)).to.be.revertedWithCustomError(s.vault, "Containment");
    await liquidate(s, WAY.best);
    const before = await s.vault.balanceOf(s.keeper);
    await s.morpho.connect(s.keeper).liquidate(market, s.alice, 5n * ETH, 0n, "0x");
    expect((await s.vault.balanceOf(s.keeper)) - before).to.equal(5n * ETH);
    await s.expectEmpty();
  });

  it("DFI-94: an LST deposit that fills the bucket of the instant exit stops no liquidation: pool, `Best` and ticket pay", async () => {
    const s = await restored(withLoan);
    const amount = await s.giveLst(s.bob, 100n * ETH);
    await s.vault.connect(s.bob).depositLst(s.lst, amount, s.bob, 0n, FOREVER);
    expect((await s.instantExit.roomNow())[0]).to.be.lessThan(ETH / 10n);
    await slashATenth(s);
    await expect(liquidate(s, WAY.instant)).to.be.revertedWithCustomError(s.instantExit, "InstantExitExceeded");
    for (const way of [WAY.pool, WAY.best, WAY.ticket]) await liquidate(s, way);
    expect((await s.positionOf(s.alice, MARKET)).collateral).to.equal(5n * ETH);
    await s.expectEmpty();
  });

  it("DFI-94: an announcement of a wad's least part closes the instant exit for its service's budget, and stops no liquidation", async () => {
    const s = await restored(withLoan);
    const wolf = await s.ethers.deployContract("CryingWolf", [s.bob]);
    const budget = 2_400n;
    await s.slashingGuard.list(wolf, budget, 36_000n);
    const now = BigInt(await s.networkHelpers.time.latest());
    await wolf.cry(s.opOne, 1n, 1n, now + 86_400n, 1n);
    await s.vault.syncAll();
    await slashATenth(s);
    await expect(liquidate(s, WAY.instant)).to.be.revertedWithCustomError(s.vault, "ExitsHeldBack");
    for (const way of [WAY.pool, WAY.best, WAY.ticket]) await liquidate(s, way);
    await s.expectEmpty();
    // it cries on, and is believed no longer
    await s.wait(budget + 12n);
    await s.liquidator.connect(s.keeper).liquidate(s.marketOf(MARKET), s.alice, 0n, WAY.instant, 0n, FOREVER);
    expect((await s.positionOf(s.alice, MARKET)).borrowShares).to.equal(0n);
  });

  it("DFI-98: after a total slash the vault has room for no deposit, says no price, and the looper moves nothing", async () => {
    const s = await standUpMarkets();
    await s.restakeSlashable(100n * ETH);
    await s.lend(MARKET, 100n * ETH);
    const amount = await s.giveLst(s.bob, 100n * ETH);
    expect(await s.views.depositRoom()).to.be.greaterThan(0n);
    await s.slashBoth(WAD);
    const { lstReserve } = s;
    expect(await s.lst.balanceOf(lstReserve)).to.equal(0n);
    await expect(s.rateOracle.price()).to.be.revertedWithCustomError(s.vault, "DeadState");
    expect(await s.views.depositRoom()).to.equal(0n);
    await s.vault.syncAll();
    expect(await s.views.depositRoom()).to.equal(0n);
    await expect(s.vault.connect(s.bob).depositLst(s.lst, amount, s.bob, 0n, FOREVER)).to.be.revertedWithCustomError(
      s.vault,
      "DeadState",
    );
    await s.morpho.connect(s.bob).setAuthorization(s.looper, true);
    const raising = { entry: 0n, borrowAssets: ETH, minShares: 0n, maxLtvWad: WAD, deadline: FOREVER };
    await expect(
      s.looper.connect(s.bob).raise(s.marketOf(MARKET), raising, { value: ETH }),
    ).to.be.revertedWithCustomError(s.vault, "DeadState");
  });
});

describe("while an oracle does not answer", () => {
  for (const [name, way] of [
    ["the pool", WAY.pool],
    ["a ticket", WAY.ticket],
  ] as const) {
    it(`DFI-99: a market takes, repays and gives back, and a whole position closes by ${name}; what would leave a debt is refused with the reason`, async () => {
      const s = await restored(withLoan);
      const market = s.marketOf(MARKET);
      await s.borrow(s.bob, MARKET, 10n * ETH);
      // no sync for a whole drip
      await s.wait(86_401n);
      const refuse = async (call: Promise<unknown>) =>
        expect(call).to.be.revertedWithCustomError(s.vault, "SyncTooOld");
      await refuse(s.borrow(s.bob, MARKET, 1n));
      await refuse(s.morpho.connect(s.bob).withdrawCollateral(market, 1n, s.bob.address, s.bob.address));
      await refuse(liquidate(s, WAY.pool));
      await s.lend(MARKET, ETH);
      await s.morpho.connect(s.lender).withdraw(market, ETH, 0n, s.lender.address, s.lender.address);
      await s.pledge(s.bob, MARKET, ETH);
      const { borrowShares } = await s.positionOf(s.bob, MARKET);
      const lowering = { way, collateral: ALL, minAssets: 0n, maxLtvWad: WAD, deadline: FOREVER };
      await s.giveWeth(s.bob, 11n * ETH);
      const me = s.looper.connect(s.bob);
      const half = { ...lowering, repayShares: borrowShares / 2n, collateral: ETH };
      await refuse(me.lower(market, half));
      await me.lower(market, { ...lowering, repayShares: ALL });
      const left = await s.positionOf(s.bob, MARKET);
      expect([left.borrowShares, left.collateral]).to.deep.equal([0n, 0n]);
      // without a debt it takes equity, after anybody's sync as before it
      const raising = { entry: 1n, borrowAssets: 0n, minShares: 0n, maxLtvWad: WAD, deadline: FOREVER };
      await me.raise(market, raising, { value: ETH });
      await s.expectEmpty();
    });
  }
});
