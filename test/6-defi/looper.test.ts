import { expect } from "chai";
import { FOREVER, restored } from "../5-lrt/ladder.ts";
import { type Markets, standUpMarkets } from "./stage.ts";
import { ETH, WAD } from "../../scripts/lib/units.ts";

const ALL = 2n ** 256n - 1n;
const [VAULT, POOL, BEST] = [0n, 1n, 2n];
const WAY = { pool: 0n, instant: 1n, best: 2n, ticket: 3n } as const;
const MARKET = "rateOracle";

/** 1,000 ETH in the vault, a pool of 300 on either side, 500 WETH to borrow; `alice` has authorised the looper. */
async function withMarket() {
  const s = await standUpMarkets();
  await s.giveLrt(s.lp, 1_000n * ETH);
  await s.giveWeth(s.lp, 300n * ETH);
  await s.provide(s.lp, 300n * ETH, 300n * ETH);
  await s.lend(MARKET, 500n * ETH);
  await s.morpho.connect(s.alice).setAuthorization(s.looper, true);
  return s;
}
const stand = () => restored(withMarket);

const raising = (borrowAssets: bigint, changes: Partial<Record<string, bigint>> = {}) => ({
  entry: VAULT,
  borrowAssets,
  minShares: 0n,
  maxLtvWad: WAD,
  deadline: FOREVER,
  ...changes,
});
const lowering = (way: bigint, changes: Partial<Record<string, bigint>> = {}) => ({
  way,
  repayShares: ALL,
  collateral: ALL,
  minAssets: 0n,
  maxLtvWad: WAD,
  deadline: FOREVER,
  ...changes,
});
/** Opens 10 ETH at a leverage of three. */
const openThree = (s: Markets) =>
  s.looper.connect(s.alice).raise(s.marketOf(MARKET), raising(20n * ETH), { value: 10n * ETH });

describe("the looper", () => {
  it("DFI-20: opens three times the equity through the vault in one transaction, and keeps nothing", async () => {
    const s = await stand();
    await expect(openThree(s))
      .to.emit(s.looper, "Raised")
      .withArgs(s.alice.address, 10n * ETH, 20n * ETH, 30n * ETH);
    const { debt, collateral } = await s.positionOf(s.alice, MARKET);
    expect(debt).to.be.within(20n * ETH, 20n * ETH + 1n);
    expect(collateral).to.equal(30n * ETH);
    await s.expectEmpty();
  });

  it("DFI-20: takes the pool where it gives more, and the vault where that mints more", async () => {
    const s = await stand();
    // cheap in the pool
    await s.sellLrt(s.lp, 30n * ETH);
    const best = raising(20n * ETH, { entry: BEST });
    await s.looper.connect(s.alice).raise(s.marketOf(MARKET), best, { value: 10n * ETH });
    const cheap = (await s.positionOf(s.alice, MARKET)).collateral;
    expect(cheap).to.be.greaterThan(31n * ETH);
    // dear in the pool
    await s.giveWeth(s.lp, 100n * ETH);
    await s.buyLrt(s.lp, 100n * ETH);
    await s.looper.connect(s.alice).raise(s.marketOf(MARKET), raising(0n, { entry: BEST }), { value: ETH });
    expect((await s.positionOf(s.alice, MARKET)).collateral - cheap).to.equal(ETH);
    const poor = raising(0n, { entry: POOL, minShares: ETH });
    await expect(
      s.looper.connect(s.alice).raise(s.marketOf(MARKET), poor, { value: ETH }),
    ).to.be.revertedWithCustomError(s.looper, "TooFewShares");
    await s.expectEmpty();
  });

  for (const [name, way] of [
    ["the pool", WAY.pool],
    ["instant exit", WAY.instant],
    ["the best of both", WAY.best],
  ] as const) {
    it(`DFI-20: closes through ${name}, pays the debt to the wei and the rest to the owner`, async () => {
      const s = await stand();
      await openThree(s);
      const before = await s.weth.balanceOf(s.alice);
      await s.looper.connect(s.alice).lower(s.marketOf(MARKET), lowering(way, { minAssets: 27n * ETH }));
      const { borrowShares, collateral } = await s.positionOf(s.alice, MARKET);
      expect([borrowShares, collateral]).to.deep.equal([0n, 0n]);
      // 30 LRT less the debt of 20, less what the way costs: a tenth of the pool's depth, or 0.1 % to 1.1 %
      const paid = (await s.weth.balanceOf(s.alice)) - before;
      expect(paid).to.be.within(way === WAY.pool ? 7n * ETH : (96n * ETH) / 10n, 10n * ETH);
      await s.expectEmpty();
    });
  }

  it("DFI-20: into a ticket that the owner keeps, with the debt paid by the owner", async () => {
    const s = await stand();
    await openThree(s);
    await s.giveWeth(s.alice, 21n * ETH);
    const before = await s.weth.balanceOf(s.alice);
    await s.looper.connect(s.alice).lower(s.marketOf(MARKET), lowering(WAY.ticket, { minAssets: 29n * ETH }));
    expect(before - (await s.weth.balanceOf(s.alice))).to.be.within(20n * ETH, 20n * ETH + 10n ** 12n);
    expect(await s.tickets.balanceOf(s.alice)).to.equal(1n);
    expect((await s.positionOf(s.alice, MARKET)).collateral).to.equal(0n);
    await s.expectEmpty();
  });

  it("DFI-20: re-targets in either direction", async () => {
    const s = await stand();
    await openThree(s);
    await s.looper.connect(s.alice).raise(s.marketOf(MARKET), raising(20n * ETH));
    let { debt, collateral } = await s.positionOf(s.alice, MARKET);
    expect([debt / ETH, collateral / ETH]).to.deep.equal([40n, 50n]);
    const { borrowShares } = await s.positionOf(s.alice, MARKET);
    const half = lowering(WAY.instant, { repayShares: borrowShares / 2n, collateral: 21n * ETH });
    await s.looper.connect(s.alice).lower(s.marketOf(MARKET), half);
    ({ debt, collateral } = await s.positionOf(s.alice, MARKET));
    expect(debt).to.be.within(20n * ETH, 20n * ETH + 10n ** 12n);
    expect(collateral).to.equal(29n * ETH);
  });

  it("DFI-21: a limit on price, health or time that cannot be met moves nothing", async () => {
    const s = await stand();
    const before = await s.ethers.provider.getBalance(s.alice);
    const me = s.looper.connect(s.alice);
    const market = s.marketOf(MARKET);
    const value = { value: 10n * ETH };
    await expect(me.raise(market, raising(20n * ETH, { minShares: 30n * ETH + 1n }), value))
      .to.be.revertedWithCustomError(s.looper, "TooFewShares")
      .withArgs(30n * ETH, 30n * ETH + 1n);
    await expect(me.raise(market, raising(20n * ETH, { maxLtvWad: (66n * WAD) / 100n }), value))
      .to.be.revertedWithCustomError(s.looper, "LtvTooHigh")
      .withArgs(666_666_666_666_666_667n, (66n * WAD) / 100n);
    await expect(me.raise(market, raising(20n * ETH, { deadline: 1n }), value)).to.be.revertedWithCustomError(
      s.looper,
      "DeadlineOver",
    );
    await expect(me.raise(market, raising(80n * ETH), value)).to.be.revertedWith("insufficient collateral");
    await expect(me.raise(market, raising(0n))).to.be.revertedWithCustomError(s.looper, "NothingToDo");
    await expect(me.raise({ ...market, lltv: 1n }, raising(ETH), value)).to.be.revertedWithCustomError(
      s.looper,
      "UnknownMarket",
    );
    await expect(
      me.raise({ ...market, loanToken: market.collateralToken }, raising(ETH), value),
    ).to.be.revertedWithCustomError(s.looper, "NotThisPair");
    await expect(s.looper.connect(s.bob).raise(market, raising(ETH), value))
      .to.be.revertedWithCustomError(s.looper, "NotAuthorized")
      .withArgs(s.bob.address);
    await openThree(s);
    await expect(me.lower(market, lowering(WAY.instant, { minAssets: 30n * ETH }))).to.be.revertedWithCustomError(
      s.instantExit,
      "TooFewAssets",
    );
    const soldShort = lowering(WAY.instant, { collateral: 10n * ETH });
    await expect(me.lower(market, soldShort)).to.be.revertedWithCustomError(s.looper, "SoldForTooLittle");
    expect(before - (await s.ethers.provider.getBalance(s.alice))).to.be.lessThan((101n * ETH) / 10n);
    expect((await s.positionOf(s.alice, MARKET)).collateral).to.equal(30n * ETH);
  });

  it("DFI-21: the least quote of a ticket counts a slash that nobody has synced", async () => {
    const s = await standUpMarkets();
    await s.restakeSlashable();
    await s.lend(MARKET, 500n * ETH);
    await s.morpho.connect(s.alice).setAuthorization(s.looper, true);
    await openThree(s);
    await s.giveWeth(s.alice, 21n * ETH);
    await s.slashBoth(WAD / 10n);
    const me = s.looper.connect(s.alice);
    const market = s.marketOf(MARKET);
    const stale = await s.vault.toAssetsDown(30n * ETH);
    await expect(
      me.lower(market, lowering(WAY.ticket, { minAssets: (stale * 99n) / 100n })),
    ).to.be.revertedWithCustomError(s.queue, "QuoteTooLow");
    expect((await s.positionOf(s.alice, MARKET)).collateral).to.be.at.least(29n * ETH);
    await me.lower(market, lowering(WAY.ticket, { minAssets: (stale * 9n) / 10n }));
    expect((await s.positionOf(s.alice, MARKET)).collateral).to.equal(0n);
    expect(await s.tickets.balanceOf(s.alice)).to.equal(1n);
    await s.expectEmpty();
  });

  it("DFI-22: a pool that cannot take the whole amount is no way out: it is refused, or passed by", async () => {
    const s = await standUpMarkets();
    await s.giveLrt(s.lp, 1_000n * ETH);
    await s.giveWeth(s.lp, 10n * ETH);
    // ten ETH on either side within two per cent
    await s.provide(s.lp, 10n * ETH, 10n * ETH, [-200, 200]);
    await s.lend(MARKET, 500n * ETH);
    await s.morpho.connect(s.alice).setAuthorization(s.looper, true);
    await openThree(s);
    for (const wei of [0n, 30n * ETH]) expect(await s.looper.quotePool.staticCall(true, wei)).to.equal(0n);
    expect(await s.looper.quotePool.staticCall(true, 5n * ETH)).to.be.greaterThan((49n * ETH) / 10n);
    const me = s.looper.connect(s.alice);
    await expect(me.lower(s.marketOf(MARKET), lowering(WAY.pool))).to.be.revertedWithCustomError(
      s.looper,
      "PoolTooThin",
    );
    await me.lower(s.marketOf(MARKET), lowering(WAY.best));
    expect((await s.positionOf(s.alice, MARKET)).collateral).to.equal(0n);
    await s.expectEmpty();
  });

  it("DFI-24: too little gas never chooses the worse way out: whatever succeeds pays what the better one pays", async () => {
    const s = await stand();
    await openThree(s);
    const me = s.looper.connect(s.alice);
    const best = await me.lower.staticCall(s.marketOf(MARKET), lowering(WAY.best));
    const paid = new Set<bigint>();
    for (let gasLimit = 300_000n; gasLimit < 2_500_000n; gasLimit += 61_000n) {
      await me.lower.staticCall(s.marketOf(MARKET), lowering(WAY.best), { gasLimit }).then(
        (wei) => paid.add(wei),
        () => 0,
      );
    }
    expect([...paid]).to.deep.equal([best]);
    expect(best).to.be.greaterThan((96n * ETH) / 10n);
  });

  it("DFI-20: what somebody sends to the looper, the next who lowers gets", async () => {
    const s = await stand();
    await openThree(s);
    const me = s.looper.connect(s.alice);
    const close = lowering(WAY.instant);
    const paid = await me.lower.staticCall(s.marketOf(MARKET), close);
    await s.giveWeth(s.lp, ETH);
    await s.weth.connect(s.lp).transfer(s.looper, ETH);
    await s.vault.connect(s.lp).transfer(s.looper, 2n * ETH);
    const before = [await s.weth.balanceOf(s.alice), await s.vault.balanceOf(s.alice)] as const;
    await me.lower(s.marketOf(MARKET), close);
    expect((await s.weth.balanceOf(s.alice)) - before[0]).to.be.within(paid + ETH - 10n ** 12n, paid + ETH);
    expect((await s.vault.balanceOf(s.alice)) - before[1]).to.equal(2n * ETH);
    await s.expectEmpty();
  });

  it("DFI-20: debt alone is repaid by ticket, and makes none", async () => {
    const s = await stand();
    await openThree(s);
    await s.giveWeth(s.alice, 5n * ETH);
    const { debt } = await s.positionOf(s.alice, MARKET);
    const { totalBorrowAssets, totalBorrowShares } = await s.morpho.market(s.idOf(s.marketOf(MARKET)));
    const repayShares = (4n * ETH * totalBorrowShares) / totalBorrowAssets;
    await s.looper.connect(s.alice).lower(s.marketOf(MARKET), lowering(WAY.ticket, { repayShares, collateral: 0n }));
    const left = await s.positionOf(s.alice, MARKET);
    expect(debt - left.debt).to.be.within(4n * ETH - 10n ** 13n, 4n * ETH + 10n ** 13n);
    expect(left.collateral).to.equal(30n * ETH);
    expect(await s.tickets.balanceOf(s.alice)).to.equal(0n);
  });

  it("DFI-20: a last wei that is here is paid out too", async () => {
    const s = await stand();
    await s.giveLrt(s.alice, 3n * ETH);
    await s.looper.connect(s.alice).raise(s.marketOf(MARKET), raising(0n), { value: ETH });
    await s.giveWeth(s.lp, 1n);
    await s.weth.connect(s.lp).transfer(s.looper, 1n);
    const before = await s.weth.balanceOf(s.alice);
    await s.looper.connect(s.alice).lower(s.marketOf(MARKET), lowering(WAY.ticket, { repayShares: 0n }));
    expect((await s.weth.balanceOf(s.alice)) - before).to.equal(1n);
    await s.expectEmpty();
  });

  it("DFI-21: interest that nobody has accrued counts for the greatest debt", async () => {
    const s = await stand();
    await openThree(s);
    const { debt, collateral } = await s.positionOf(s.alice, MARKET);
    await s.networkHelpers.time.increase(300n * 86_400n);
    // more collateral alone: nothing is borrowed, so Morpho accrues nothing by itself
    const shown = (debt * WAD) / (collateral + ETH);
    const more = raising(0n, { maxLtvWad: shown + WAD / 1_000n });
    await expect(
      s.looper.connect(s.alice).raise(s.marketOf(MARKET), more, { value: ETH }),
    ).to.be.revertedWithCustomError(s.looper, "LtvTooHigh");
    await s.looper.connect(s.alice).raise(s.marketOf(MARKET), raising(0n), { value: ETH });
  });

  it("DFI-20: what LRT sells for may go into the debt to the last wei", async () => {
    const s = await stand();
    await openThree(s);
    const market = s.marketOf(MARKET);
    const me = s.looper.connect(s.alice);
    await s.vault.syncAll();
    await s.morpho.accrueInterest(market);
    const part = { collateral: ETH, repayShares: 0n };
    const sold = await me.lower.staticCall(market, lowering(WAY.instant, part));
    const { totalBorrowAssets, totalBorrowShares } = await s.morpho.market(s.idOf(market));
    // nothing is repaid with it, and there is no ticket
    const out = await s.networkHelpers.takeSnapshot();
    await expect(me.lower(market, lowering(WAY.instant, part)))
      .to.emit(s.looper, "Lowered")
      .withArgs(s.alice.address, ETH, 0n, (paid: bigint) => paid > 0n, 0n);
    await out.restore();
    const repayShares = (sold * (totalBorrowShares + 10n ** 6n)) / (totalBorrowAssets + 1n);
    expect(await me.lower.staticCall(market, lowering(WAY.instant, { ...part, repayShares }))).to.equal(0n);
  });

  it("DFI-24: a way out that fails without a word counts as one that lacked gas", async () => {
    const s = await stand();
    await openThree(s);
    await s.networkHelpers.setCode(String(s.instantExit.target), "0x5f5ffd");
    await expect(s.looper.connect(s.alice).lower(s.marketOf(MARKET), lowering(WAY.best))).to.be.revertedWithCustomError(
      s.vault,
      "NotEnoughGas",
    );
  });

  it("DFI-22: an empty pool is no way in either", async () => {
    const s = await standUpMarkets();
    await s.morpho.connect(s.alice).setAuthorization(s.looper, true);
    const viaPool = s.looper.connect(s.alice).raise(s.marketOf(MARKET), raising(0n, { entry: POOL }), { value: ETH });
    await expect(viaPool).to.be.revertedWithCustomError(s.looper, "PoolTooThin").withArgs(ETH, 0n);
    await s.looper.connect(s.alice).raise(s.marketOf(MARKET), raising(0n, { entry: BEST }), { value: ETH });
    expect((await s.positionOf(s.alice, MARKET)).collateral).to.equal(ETH);
  });

  it("DFI-23: an authorisation that is left behind is good for nothing in anybody else's hands", async () => {
    const s = await stand();
    await openThree(s);
    await s.morpho.connect(s.bob).setAuthorization(s.looper, true);
    const job = s.ethers.AbiCoder.defaultAbiCoder().encode(
      ["tuple(tuple(address,address,address,address,uint256),address,uint8,uint256,uint256)"],
      [[Object.values(s.marketOf(MARKET)), s.alice.address, 0, ETH, 0]],
    );
    await expect(s.looper.connect(s.bob).onMorphoRepay(0n, job))
      .to.be.revertedWithCustomError(s.looper, "NotMorpho")
      .withArgs(s.bob.address);
    await expect(s.looper.connect(s.bob).onMorphoSupplyCollateral(0n, job)).to.be.revertedWithCustomError(
      s.looper,
      "NotMorpho",
    );
    // a callback that somebody else's call to Morpho makes goes to that somebody
    await expect(s.looper.connect(s.bob).lower(s.marketOf(MARKET), lowering(WAY.pool))).to.be.revertedWithCustomError(
      s.looper,
      "NothingToDo",
    );
    expect((await s.positionOf(s.alice, MARKET)).collateral).to.equal(30n * ETH);
    await expect(s.bob.sendTransaction({ to: s.looper, value: 1n })).to.be.revertedWithCustomError(
      s.looper,
      "UnexpectedEther",
    );
  });
});
