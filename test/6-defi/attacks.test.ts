import { expect } from "chai";
import { FOREVER, restored } from "../5-lrt/ladder.ts";
import { type Markets, ORACLE_SCALE, standUpMarkets, WINDOW_SECONDS } from "./stage.ts";
import { ETH, WAD } from "../../scripts/lib/units.ts";

const ORACLES = ["rateOracle", "twapOracle", "lowerOracle", "boundedOracle"] as const;
/** Concentrated within about two per cent of 1, or over all prices. */
const NARROW = [-200, 200] as const;

/** 200 LRT and WETH in the pool, 100 WETH to borrow in each market, and `alice` with 10 LRT at half of the limit in each. */
async function withLoans(range?: readonly [number, number]) {
  const s = await standUpMarkets();
  await s.restakeSlashable(1_000n * ETH);
  await s.giveLrt(s.lp, 1_000n * ETH);
  await s.giveWeth(s.lp, 500n * ETH);
  await s.provide(s.lp, 200n * ETH, 200n * ETH, range);
  await s.wait(WINDOW_SECONDS);
  await s.vault.syncAll();
  for (const oracle of ORACLES) {
    await s.lend(oracle, 100n * ETH);
    await s.pledge(s.alice, oracle, 10n * ETH);
    await s.borrow(s.alice, oracle, 5n * ETH);
  }
  return s;
}
const wide = async () => withLoans();
const narrow = async () => withLoans(NARROW);

/** What the attacker has, an LRT counted as an ETH. */
const wealth = async (s: Markets) => (await s.vault.balanceOf(s.lp)) + (await s.weth.balanceOf(s.lp));

const isLiquidated = async (s: Markets, oracle: (typeof ORACLES)[number]) => {
  await s.giveWeth(s.keeper, 10n * ETH);
  return s.liquidator
    .connect(s.keeper)
    .liquidate(s.marketOf(oracle), s.alice, 0n, 3n, 0n, FOREVER)
    .then(
      () => true,
      () => false,
    );
};

describe("attacks on who borrows and who lends", () => {
  it("DFI-70: a swept pool: within seconds its TWAP liquidates positions at half of the limit, where backing and bound do not", async () => {
    const s = await restored(narrow);
    const before = await wealth(s);
    await s.sellLrt(s.lp, 600n * ETH);
    // 200 on either side within two per cent, bought out for two
    expect(((before - (await wealth(s))) * 100n) / ETH).to.equal(211n);
    await s.wait(24n);
    const price = await s.twapOracle.price();
    expect(price).to.be.within(ORACLE_SCALE / 10n, ORACLE_SCALE / 2n);
    expect(await s.boundedOracle.price()).to.equal(((await s.rateOracle.price()) * 95n) / 100n);
    const fell: boolean[] = [];
    const badDebt: bigint[] = [];
    for (const oracle of ORACLES) {
      const { totalSupplyAssets: lent } = await s.morpho.market(s.idOf(s.marketOf(oracle)));
      fell.push(await isLiquidated(s, oracle));
      const { totalSupplyAssets: left } = await s.morpho.market(s.idOf(s.marketOf(oracle)));
      badDebt.push(((lent - left) * 10n) / ETH);
    }
    expect(fell).to.deep.equal([false, true, true, false]);
    // of five owed in each
    expect(badDebt).to.deep.equal([0n, 24n, 27n, 0n]);
  });

  it("DFI-70: swept for longer, the price is beyond reach, and the market stops instead of giving collateral away", async () => {
    const s = await restored(narrow);
    await s.sellLrt(s.lp, 600n * ETH);
    await s.wait(WINDOW_SECONDS);
    await s.vault.syncAll();
    await expect(s.twapOracle.price()).to.be.revertedWithCustomError(s.twapOracle, "PriceOutOfReach");
    for (const oracle of ["lowerOracle", "boundedOracle"] as const) {
      await expect(s.oracles[oracle].price()).to.be.revertedWithCustomError(s.twapOracle, "PriceOutOfReach");
    }
    const market = s.marketOf("twapOracle");
    // what still works: to repay, to lend and to take back what is not lent, to add collateral
    await s.giveWeth(s.alice, 6n * ETH);
    const { borrowShares } = await s.positionOf(s.alice, "twapOracle");
    await s.morpho.connect(s.lender).withdraw(market, ETH, 0n, s.lender.address, s.lender.address);
    await s.pledge(s.alice, "twapOracle", ETH);
    await expect(s.borrow(s.alice, "twapOracle", 1n)).to.be.revertedWithCustomError(s.twapOracle, "PriceOutOfReach");
    await s.morpho.connect(s.alice).repay(market, 0n, borrowShares, s.alice.address, "0x");
    await s.morpho.connect(s.alice).withdrawCollateral(market, 11n * ETH, s.alice.address, s.alice.address);
  });

  it("DFI-71: a full-range pool: the same sale moves the price as far as x × y lets it, and costs its author more than it brings", async () => {
    const s = await restored(wide);
    const before = await wealth(s);
    await s.sellLrt(s.lp, 600n * ETH);
    // a quarter of 200 WETH is left for 800 LRT: the price is 1/16
    expect(await s.tickNow()).to.be.within(-27_730n, -27_710n);
    const lost = before - (await wealth(s));
    expect(lost / ETH).to.equal(450n);
    // more than all that was lent against the LRT by its TWAP
    expect(lost).to.be.greaterThan(4n * 10n * ETH);
    await s.wait(24n);
    expect((await s.twapOracle.price()) / (ORACLE_SCALE / 100n)).to.be.within(94n, 97n);
    for (const oracle of ORACLES) expect(await isLiquidated(s, oracle), oracle).to.equal(false);
  });

  it("DFI-72: a slash and nobody's sync: the markets at the backing and the bound see it in the same block, the TWAP's lends on", async () => {
    const s = await restored(wide);
    await s.slashBoth(WAD / 2n);
    const [rate, twap] = [await s.rateOracle.price(), await s.twapOracle.price()];
    expect(rate).to.be.lessThan((ORACLE_SCALE * 76n) / 100n);
    expect(twap).to.be.greaterThan((ORACLE_SCALE * 999n) / 1_000n);
    // 8.5 on collateral that is worth 7.5: bad debt at once where the market knows no backing
    await s.borrow(s.alice, "twapOracle", (35n * ETH) / 10n);
    for (const oracle of ["rateOracle", "lowerOracle", "boundedOracle"] as const) {
      await expect(s.borrow(s.alice, oracle, (35n * ETH) / 10n), oracle).to.be.revertedWith("insufficient collateral");
    }
  });

  it("DFI-73: a gift to the vault's components, to the pool, to Morpho and to rung 6's contracts raises no price", async () => {
    const s = await restored(wide);
    const prices = async () => Promise.all(ORACLES.map((oracle) => s.oracles[oracle].price()));
    const before = await prices();
    const amount = await s.giveLst(s.alice, 50n * ETH);
    await s.lst.connect(s.alice).transfer(s.lstReserve, amount);
    await s.giveWeth(s.alice, 50n * ETH);
    for (const to of [s.pool, s.morpho, s.vault, s.looper]) {
      await s.weth.connect(s.alice).transfer(to, 10n * ETH);
      if (to !== s.vault) await s.vault.connect(s.alice).transfer(to, ETH);
    }
    const after = await prices();
    for (const [index, price] of after.entries())
      expect(price, ORACLES[index]).to.be.within(before[index]!, before[index]! + before[index]! / 10n ** 9n);
  });

  it("DFI-74: LRT that is flash-borrowed from the market finds no profit in the instant exit", async () => {
    const s = await restored(wide);
    const taker = await s.ethers.deployContract("FlashExit", [s.morpho, s.vault, s.instantExit]);
    await expect(taker.exit(5n * ETH)).to.revert(s.ethers);
    // with the way back in, it pays the fee for nothing
    await s.vault.connect(s.lp).transfer(taker, ETH);
    await s.wait(86_400n);
    await s.vault.syncAll();
    await taker.exitAndReturn(5n * ETH);
    expect(await s.vault.balanceOf(taker)).to.be.lessThan(ETH);
  });

  it("DFI-75: amounts of one wei open and close, or are refused, and leave nothing behind", async () => {
    const s = await restored(wide);
    await s.morpho.connect(s.keeper).setAuthorization(s.looper, true);
    const terms = { entry: 0n, borrowAssets: 0n, minShares: 0n, maxLtvWad: WAD, deadline: FOREVER };
    await s.looper.connect(s.keeper).raise(s.marketOf("rateOracle"), terms, { value: 10n });
    const all = 2n ** 256n - 1n;
    const down = { way: 0n, repayShares: all, collateral: all, minAssets: 0n, maxLtvWad: WAD, deadline: FOREVER };
    await s.looper.connect(s.keeper).lower(s.marketOf("rateOracle"), down);
    expect((await s.positionOf(s.keeper, "rateOracle")).collateral).to.equal(0n);
    await s.expectEmpty();
  });

  it("DFI-76: one path on four markets: a de-peg takes who the market prices, a slash takes who the backing prices", async () => {
    const s = await restored(wide);
    // eight parts in ten: 7 % from the limit
    for (const oracle of ORACLES) await s.borrow(s.alice, oracle, 3n * ETH);
    const fell = new Map<string, string>(ORACLES.map((oracle) => [oracle, "stands"]));
    const liquidateAll = async (when: string) => {
      for (const oracle of ORACLES.filter((one) => fell.get(one) === "stands")) {
        const id = s.idOf(s.marketOf(oracle));
        const lent = (await s.morpho.market(id)).totalSupplyAssets;
        if (!(await isLiquidated(s, oracle))) continue;
        const isBad = (await s.morpho.market(id)).totalSupplyAssets < lent;
        fell.set(oracle, isBad ? `${when}, with bad debt` : when);
      }
    };
    // nothing is lost: somebody sells ten on two hundred, and nobody buys for half an hour
    await s.sellLrt(s.lp, 10n * ETH);
    await s.wait(WINDOW_SECONDS);
    await s.vault.syncAll();
    expect(((await s.twapOracle.price()) * 100n) / ORACLE_SCALE).to.equal(90n);
    await liquidateAll("at the de-peg");
    // then a quarter of the backing is gone
    const { recognised, idle } = await s.vault.totals();
    await s.slashBoth((recognised * WAD) / (recognised - idle) / 4n);
    await liquidateAll("at the slash");
    expect(Object.fromEntries(fell)).to.deep.equal({
      rateOracle: "at the slash, with bad debt",
      twapOracle: "at the de-peg",
      lowerOracle: "at the de-peg",
      boundedOracle: "at the slash, with bad debt",
    });
  });
});
