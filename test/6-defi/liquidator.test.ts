import { expect } from "chai";
import { FOREVER, restored } from "../5-lrt/ladder.ts";
import { type Markets, standUpMarkets } from "./stage.ts";
import { ETH, WAD } from "../../scripts/lib/units.ts";

const WAY = { pool: 0n, instant: 1n, best: 2n, ticket: 3n } as const;
const MARKET = "rateOracle";

/** 1,000 LRT restaked and slashable, a deep pool, and `alice` at her limit: 20 LRT for 17.2 WETH. */
async function atTheLimit() {
  const s = await standUpMarkets();
  await s.restakeSlashable();
  // an LST deposit fills the bucket of the instant exit for a day
  await s.wait(86_400n);
  await s.giveLrt(s.lp, 1_500n * ETH);
  await s.giveWeth(s.lp, 1_000n * ETH);
  await s.provide(s.lp, 1_000n * ETH, 1_000n * ETH);
  await s.lend(MARKET, 500n * ETH);
  await s.vault.syncAll();
  await s.pledge(s.alice, MARKET, 20n * ETH);
  const price = await s.rateOracle.price();
  await s.borrow(s.alice, MARKET, (((20n * ETH * price) / 10n ** 36n) * 86n) / 100n - 10n ** 14n);
  return s;
}
const stand = () => restored(atTheLimit);
/** Slashes both operators so that the whole vault loses about this part: what is restaked is less than half of it. */
const lose = async (s: Markets, bps: bigint) => {
  const { recognised, idle } = await s.vault.totals();
  await s.slashBoth((((recognised * bps) / 10_000n) * WAD) / (recognised - idle));
};
const liquidate = (s: Markets, way: bigint, minProfit = 0n) =>
  s.liquidator.connect(s.keeper).liquidate(s.marketOf(MARKET), s.alice, 0n, way, minProfit, FOREVER);

describe("the liquidator", () => {
  it("DFI-30: leaves a healthy position alone, and one that owes nothing", async () => {
    const s = await stand();
    await expect(liquidate(s, WAY.pool)).to.be.revertedWith("position is healthy");
    await expect(
      s.liquidator.liquidate(s.marketOf(MARKET), s.bob, 0n, WAY.pool, 0n, FOREVER),
    ).to.be.revertedWithCustomError(s.liquidator, "NothingOwed");
  });

  for (const [name, way] of [
    ["the pool", WAY.pool],
    ["instant exit", WAY.instant],
    ["the best of both", WAY.best],
  ] as const) {
    it(`DFI-30: after a slash that nobody has synced, repays all through ${name} without capital, and the caller has the rest`, async () => {
      const s = await stand();
      await lose(s, 200n);
      const before = await s.weth.balanceOf(s.keeper);
      await liquidate(s, way, (way === WAY.pool ? 10n : 30n) * 10n ** 16n);
      const { borrowShares, collateral } = await s.positionOf(s.alice, MARKET);
      expect(borrowShares).to.equal(0n);
      // repaid by shares: what exceeds debt and incentive stays the borrower's
      expect(collateral).to.be.greaterThan(ETH);
      expect(await s.weth.balanceOf(s.keeper)).to.be.greaterThan(before);
      await s.expectEmpty();
    });
  }

  it("DFI-30: by ticket with the caller's own WETH, for the backing and not for the pool's price", async () => {
    const s = await stand();
    await lose(s, 200n);
    await s.giveWeth(s.keeper, 20n * ETH);
    const before = await s.weth.balanceOf(s.keeper);
    await liquidate(s, WAY.ticket, ETH / 2n);
    const paid = before - (await s.weth.balanceOf(s.keeper));
    expect(paid).to.be.within(17n * ETH, (175n * ETH) / 10n);
    expect(await s.tickets.balanceOf(s.keeper)).to.equal(1n);
    await s.expectEmpty();
  });

  it("DFI-30: by ticket too, the caller gets what somebody has sent to the liquidator", async () => {
    const s = await stand();
    await lose(s, 200n);
    await s.giveWeth(s.keeper, 20n * ETH);
    await s.giveWeth(s.lp, ETH);
    const before = await s.networkHelpers.takeSnapshot();
    const paid = async () => {
      const held = await s.weth.balanceOf(s.keeper);
      await liquidate(s, WAY.ticket, ETH / 2n);
      return held - (await s.weth.balanceOf(s.keeper));
    };
    const alone = await paid();
    await before.restore();
    await s.weth.connect(s.lp).transfer(s.liquidator, ETH);
    expect(alone - (await paid())).to.be.within(ETH - 10n ** 12n, ETH);
    await s.expectEmpty();
  });

  it("DFI-31: seizes all where the collateral is less than debt and incentive, and what is missing is the lenders' loss", async () => {
    const s = await stand();
    await lose(s, 1_500n);
    const id = s.idOf(s.marketOf(MARKET));
    const lent = (await s.morpho.market(id)).totalSupplyAssets;
    const { borrowShares } = await s.positionOf(s.alice, MARKET);
    // by shares Morpho underflows
    await expect(
      s.morpho.connect(s.lp).liquidate(s.marketOf(MARKET), s.alice, 0n, borrowShares, "0x"),
    ).to.be.revertedWithPanic(0x11);
    await liquidate(s, WAY.instant);
    const after = await s.positionOf(s.alice, MARKET);
    expect([after.borrowShares, after.collateral]).to.deep.equal([0n, 0n]);
    const lost = lent - (await s.morpho.market(id)).totalSupplyAssets;
    // 17.2 owed, 17 / 1.0438 paid
    expect(lost).to.be.within((8n * ETH) / 10n, ETH);
  });

  it("DFI-31: bad debt begins where LTV × incentive reaches what is left: 10.23 % at 86 %", async () => {
    const s = await stand();
    const factor = await s.liquidator.incentiveFactor((86n * WAD) / 100n);
    const survived = WAD - (((86n * WAD) / 100n) * factor) / WAD;
    expect((survived * 10_000n + WAD / 2n) / WAD).to.equal(1_023n);
    for (const [bps, bad] of [
      [1_000n, false],
      [1_050n, true],
    ] as const) {
      const snapshot = await s.provider.request({ method: "evm_snapshot", params: [] });
      await lose(s, bps);
      const id = s.idOf(s.marketOf(MARKET));
      const lent = (await s.morpho.market(id)).totalSupplyAssets;
      await liquidate(s, WAY.instant);
      expect((await s.morpho.market(id)).totalSupplyAssets < lent, String(bps)).to.equal(bad);
      await s.provider.request({ method: "evm_revert", params: [snapshot] });
    }
  });

  for (const [lltvBps, survivedBps] of [
    [8_600n, 1_023n],
    [9_150n, 611n],
    [9_450n, 391n],
  ] as const) {
    it(`DFI-31: at a limit of ${lltvBps} the largest slash without bad debt is ${survivedBps} basis points, for a position at its limit`, async () => {
      const s = await stand();
      const lltv = (lltvBps * WAD) / 10_000n;
      const market = s.marketOf(MARKET, lltv);
      const id = s.idOf(market);
      if (lltvBps !== 8_600n) await s.morpho.createMarket(market);
      await s.giveWeth(s.lender, 100n * ETH);
      await s.morpho.connect(s.lender).supply(market, 100n * ETH, 0n, s.lender.address, "0x");
      await s.morpho.connect(s.lp).supplyCollateral(market, 50n * ETH, s.lp.address, "0x");
      const worth = (50n * ETH * (await s.rateOracle.price())) / 10n ** 36n;
      const most = (worth * lltv) / WAD - 10n ** 14n;
      await s.morpho.connect(s.lp).borrow(market, most, 0n, s.lp.address, s.lp.address);
      const fresh = await s.networkHelpers.takeSnapshot();
      for (const [bps, bad] of [
        [survivedBps - 3n, false],
        [survivedBps + 3n, true],
      ] as const) {
        await lose(s, bps);
        const lent = (await s.morpho.market(id)).totalSupplyAssets;
        await s.liquidator.connect(s.keeper).liquidate(market, s.lp, 0n, WAY.instant, 0n, FOREVER);
        expect((await s.morpho.position(id, s.lp)).borrowShares).to.equal(0n);
        expect((await s.morpho.market(id)).totalSupplyAssets < lent, String(bps)).to.equal(bad);
        await fresh.restore();
      }
    });
  }

  it("DFI-32: a profit that is too small, and a time that is over, move nothing; one part of a position can be seized", async () => {
    const s = await stand();
    await lose(s, 200n);
    await expect(liquidate(s, WAY.instant, 2n * ETH)).to.be.revertedWithCustomError(s.liquidator, "ProfitTooSmall");
    const me = s.liquidator.connect(s.keeper);
    const market = s.marketOf(MARKET);
    await expect(me.liquidate(market, s.alice, 0n, WAY.pool, 0n, 1n)).to.be.revertedWithCustomError(
      s.liquidator,
      "DeadlineOver",
    );
    await me.liquidate(market, s.alice, 5n * ETH, WAY.pool, 0n, FOREVER);
    expect((await s.positionOf(s.alice, MARKET)).collateral).to.equal(15n * ETH);
    await expect(s.liquidator.onMorphoLiquidate(0n, "0x")).to.be.revertedWithCustomError(s.liquidator, "NotMorpho");
    await s.expectEmpty();
  });

  it("DFI-32: the worth of a ticket has a slash that nobody has synced in it, where the caller sets a limit", async () => {
    const s = await stand();
    await lose(s, 900n);
    await s.giveWeth(s.keeper, 20n * ETH);
    // 20 LRT were worth 20 and are worth 18.2; repaid is 17.4
    const stale = await s.vault.toAssetsDown(20n * ETH);
    await expect(liquidate(s, WAY.ticket, ETH)).to.be.revertedWithCustomError(s.liquidator, "ProfitTooSmall");
    expect((await s.positionOf(s.alice, MARKET)).collateral).to.equal(20n * ETH);
    expect(await s.vault.toAssetsDown(20n * ETH)).to.equal(stale);
    await liquidate(s, WAY.ticket, ETH / 2n);
    expect(await s.vault.toAssetsDown(20n * ETH)).to.be.lessThan((stale * 92n) / 100n);
    expect(await s.tickets.balanceOf(s.keeper)).to.equal(1n);
    await s.expectEmpty();
  });
});

describe("the peg arbitrageur", () => {
  it("DFI-40: buys below the exit value into a ticket of the caller, and never at a discount that is too small", async () => {
    const s = await stand();
    await s.sellLrt(s.lp, 50n * ETH);
    const buy = (bps: bigint) => s.arbitrageur.connect(s.keeper).buyAndRedeem(bps, FOREVER, { value: 10n * ETH });
    await expect(buy(1_000n)).to.be.revertedWithCustomError(s.arbitrageur, "DiscountTooSmall");
    await expect(s.arbitrageur.connect(s.keeper).buyAndRedeem(500n, FOREVER))
      .to.be.revertedWithCustomError(s.arbitrageur, "NothingToBuyFor")
      .withArgs(0n, await s.queue.minRequestShares());
    await buy(500n);
    expect(await s.tickets.balanceOf(s.keeper)).to.equal(1n);
    await s.expectEmpty();
    // a loss that nobody has synced is in the price that it is judged by
    await lose(s, 1_000n);
    await expect(buy(500n)).to.be.revertedWithCustomError(s.arbitrageur, "DiscountTooSmall");
  });

  it("DFI-41: says from which discount on it pays: interest until the latest exit, and gas", async () => {
    const s = await stand();
    await s.vault.syncAll();
    const shares = await s.vault.toSharesDown(10n * ETH);
    const [, latest] = await s.estimates.estimateExitOf(shares);
    const cost = (10n * ETH * 1_000n * latest) / (10_000n * 365n * 86_400n) + ETH / 100n;
    const least = await s.arbitrageur.leastDiscountBps(10n * ETH, 1_000n, ETH / 100n);
    const exact = (cost * 10_000n) / (10n * ETH + cost);
    expect(least).to.be.within(exact, exact + 1n);
    expect(await s.arbitrageur.leastDiscountBps(10n * ETH, 1_000n, 0n)).to.be.lessThan(least);
    // without gas, a discount of nothing would be none of none
    for (const gas of [0n, 1n])
      await expect(s.arbitrageur.leastDiscountBps(0n, 1_000n, gas))
        .to.be.revertedWithCustomError(s.arbitrageur, "NothingToBuyFor")
        .withArgs(0n, await s.queue.minRequestShares());
    // what it costs is rounded up: of a wei, a wei
    expect(await s.arbitrageur.leastDiscountBps(1n, 1_000n, 0n)).to.equal(5_000n);
    const tooMuch = 10n ** 6n * ETH;
    await lose(s, 1_000n);
    await s.vault.syncAll();
    await expect(s.arbitrageur.leastDiscountBps(tooMuch, 1_000n, 0n))
      .to.be.revertedWithCustomError(s.arbitrageur, "NoLatestTime")
      .withArgs(await s.vault.toSharesDown(tooMuch));
  });
});
