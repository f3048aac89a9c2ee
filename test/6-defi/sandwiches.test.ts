import { expect } from "chai";
import { FOREVER, restored } from "../5-lrt/ladder.ts";
import { type Markets, standUpMarkets } from "./stage.ts";
import { ETH, WAD } from "../../scripts/lib/units.ts";

const ALL = 2n ** 256n - 1n;
const MARKET = "rateOracle";
const [VAULT, POOL, BEST] = [0n, 1n, 2n];
const [BY_POOL, BY_INSTANT, BY_BEST] = [0n, 1n, 2n];

/** A pool of 300 on either side; `lp` is the attacker, with 300 LRT and 300 WETH beside its liquidity. */
async function withVictim() {
  const s = await standUpMarkets();
  await s.giveLrt(s.lp, 1_000n * ETH);
  await s.giveWeth(s.lp, 600n * ETH);
  await s.giveLrt(s.lender, 300n * ETH);
  await s.giveWeth(s.lender, 300n * ETH);
  await s.provide(s.lender, 300n * ETH, 300n * ETH);
  await s.lend(MARKET, 500n * ETH);
  await s.morpho.connect(s.alice).setAuthorization(s.looper, true);
  await s.giveLrt(s.alice, ETH);
  return s;
}
const wealth = async (s: Markets) => (await s.vault.balanceOf(s.lp)) + (await s.weth.balanceOf(s.lp));
const raising = (entry: bigint, minShares: bigint, borrowAssets: bigint) => ({
  entry,
  borrowAssets,
  minShares,
  maxLtvWad: WAD,
  deadline: FOREVER,
});
const lowering = (way: bigint, minAssets = 0n) => ({
  way,
  repayShares: ALL,
  collateral: ALL,
  minAssets,
  maxLtvWad: WAD,
  deadline: FOREVER,
});
/** 30 ETH, of which so much is borrowed. */
const raise = (s: Markets, entry: bigint, minShares = 0n, borrowAssets = 10n * ETH) =>
  s.looper.connect(s.alice).raise(s.marketOf(MARKET), raising(entry, minShares, borrowAssets), {
    value: 30n * ETH - borrowAssets,
  });
const lower = (s: Markets, way: bigint, minAssets = 0n) =>
  s.looper.connect(s.alice).lower(s.marketOf(MARKET), lowering(way, minAssets));

/** Buys before the victim's step and sells all of it after, or the other way round. @returns what it brought the attacker */
async function around(s: Markets, buysFirst: boolean, victim: () => Promise<unknown>): Promise<bigint> {
  const before = await wealth(s);
  const [lrt, weth] = [await s.vault.balanceOf(s.lp), await s.weth.balanceOf(s.lp)];
  if (buysFirst) await s.buyLrt(s.lp, 100n * ETH);
  else await s.sellLrt(s.lp, 100n * ETH);
  await victim();
  if (buysFirst) await s.sellLrt(s.lp, (await s.vault.balanceOf(s.lp)) - lrt);
  else await s.buyLrt(s.lp, (await s.weth.balanceOf(s.lp)) - weth);
  return (await wealth(s)) - before;
}

describe("sandwiches around the looper", () => {
  it("DFI-77: around its way in through the pool: without a limit the victim pays, with one nothing happens, and `Best` is never worse than the vault", async () => {
    const s = await restored(withVictim);
    const snapshot = await s.networkHelpers.takeSnapshot();
    const fair = await s.looper.quotePool.staticCall(false, 30n * ETH);
    // without a limit
    expect(await around(s, true, () => raise(s, POOL))).to.be.within(13n * ETH, 14n * ETH);
    const robbed = (await s.positionOf(s.alice, MARKET)).collateral;
    expect(fair - robbed).to.be.within(11n * ETH, 12n * ETH);
    // with one, a hundredth below the quote
    await snapshot.restore();
    const least = (fair * 99n) / 100n;
    const refused = async () =>
      expect(raise(s, POOL, least))
        .to.be.revertedWithCustomError(s.looper, "TooFewShares")
        .withArgs(robbed, least);
    expect(await around(s, true, refused)).to.be.lessThan(0n);
    expect((await s.positionOf(s.alice, MARKET)).collateral).to.equal(0n);
    // the vault's price is the limit that needs no number
    for (const entry of [BEST, VAULT]) {
      await snapshot.restore();
      expect(await around(s, true, () => raise(s, entry))).to.be.lessThan(0n);
      expect((await s.positionOf(s.alice, MARKET)).collateral, String(entry)).to.equal(30n * ETH);
    }
    await s.expectEmpty();
  });

  it("DFI-77: around its way out through the pool: the same, and `Best` is never worse than the instant exit", async () => {
    const s = await restored(withVictim);
    await raise(s, VAULT, 0n, 20n * ETH);
    const snapshot = await s.networkHelpers.takeSnapshot();
    const out = async (way: bigint) => {
      const held = await s.weth.balanceOf(s.alice);
      const gain = await around(s, false, () => lower(s, way));
      const paid = (await s.weth.balanceOf(s.alice)) - held;
      await snapshot.restore();
      return { gain, paid };
    };
    const before = await s.weth.balanceOf(s.alice);
    await lower(s, BY_POOL);
    const fair = (await s.weth.balanceOf(s.alice)) - before;
    await snapshot.restore();
    // 30 LRT bring less than the debt of 20 by then: the debt is the victim's limit
    await expect(around(s, false, () => lower(s, BY_POOL))).to.be.revertedWithCustomError(s.looper, "SoldForTooLittle");
    await snapshot.restore();
    const refused = async () => expect(lower(s, BY_POOL, 27n * ETH)).to.be.revertedWith("Too little received");
    expect(await around(s, false, refused)).to.be.lessThan(0n);
    expect((await s.positionOf(s.alice, MARKET)).collateral).to.equal(30n * ETH);
    await snapshot.restore();
    const instant = await out(BY_INSTANT);
    const best = await out(BY_BEST);
    expect(best.paid).to.be.within(instant.paid - 10n ** 12n, instant.paid + 10n ** 12n);
    expect(best.paid).to.be.greaterThan(fair);
    expect([instant.gain < 0n, best.gain < 0n]).to.deep.equal([true, true]);
  });
});
