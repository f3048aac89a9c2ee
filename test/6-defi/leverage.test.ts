import { expect } from "chai";
import { FOREVER, restored } from "../5-lrt/ladder.ts";
import {
  greatestLeverageBps,
  outcomeOf,
  positionAt,
  survivedBps,
  type Terms,
} from "../../scripts/leverage/leverage.ts";
import { movingOf, movingsOf } from "../../scripts/leverage/moving.ts";
import { readLeverageOptions } from "../../scripts/leverage/options.ts";
import { buffersOf, leverageText, rowsOf } from "../../scripts/leverage/table.ts";
import { standUpMarkets } from "./stage.ts";
import { ETH, WAD } from "../../scripts/lib/units.ts";

const TERMS: Terms = { lltvBps: 8_600n, yieldBps: 350n, rateBps: 280n, oracle: "backing", boundBps: 500n };
const MARKET = "rateOracle";

/** Everything in the vault is restaked and slashable; `keeper` has authorised the looper. */
async function withLoop() {
  const s = await standUpMarkets();
  await s.restakeSlashable();
  await s.wait(86_400n);
  await s.vault.syncAll();
  await s.lend(MARKET, 100n * ETH);
  await s.morpho.connect(s.keeper).setAuthorization(s.looper, true);
  return s;
}

describe("leverage, without a chain", () => {
  it("DFI-60: yield is that of all that is held less interest on what is owed; the limit is where it is liquidated at once", () => {
    expect(positionAt(30_000n, TERMS)).to.deep.equal({
      leverageBps: 30_000n,
      netYieldBps: 490n,
      liquidationPriceWad: 775_193_798_449_612_404n,
      distanceBps: 2_248n,
    });
    expect(positionAt(10_000n, TERMS)).to.include({ netYieldBps: 350n, liquidationPriceWad: 0n, distanceBps: 10_000n });
    const most = greatestLeverageBps(8_600n);
    expect(most).to.equal(71_428n);
    expect(outcomeOf(most, TERMS, 0n, 0n).liquidated).to.equal(false);
    expect(outcomeOf(most + 1n, TERMS, 0n, 0n).liquidated).to.equal(true);
  });

  it("DFI-60: each oracle sees its own part of a de-peg", () => {
    const at = (oracle: Terms["oracle"], depeg: bigint) =>
      outcomeOf(60_000n, { ...TERMS, oracle }, depeg, 0n).liquidated;
    expect([at("backing", 2_000n), at("lower", 200n), at("lower", 500n)]).to.deep.equal([false, false, true]);
    // six times has a distance of 3.1 %: within the bound of 5 %, and no more of a deeper de-peg
    expect(at("bounded", 2_000n)).to.equal(true);
    expect(outcomeOf(60_000n, { ...TERMS, oracle: "bounded" }, 2_000n, 0n).badDebtWad).to.equal(0n);
    expect(outcomeOf(60_000n, { ...TERMS, oracle: "lower" }, 2_000n, 0n).badDebtWad).to.be.greaterThan(0n);
  });

  it("DFI-61: a market survives 10.22 % at 86 %, 6.10 % at 91.5 %, 3.91 % at 94.5 %, rounded down, and one that a service exceeds is marked", () => {
    expect([8_600n, 9_150n, 9_450n].map(survivedBps)).to.deep.equal([1_022n, 610n, 391n]);
    const buffers = buffersOf(700n, { depth: 1_000n, sold: 30n }, 500n);
    expect(buffers.map(({ isCapAbove }) => isCapAbove)).to.deep.equal([false, true, true]);
    // a sale of 30 into 1,000 costs 2.92 %, and the incentive at 94.5 % is 1.68 %
    expect(buffers.map(({ paysInPool }) => paysInPool)).to.deep.equal([true, false, false]);
    // 0.9708 × 1.0438 = 1.01332: backing bears 1.31 % less, and one that may fall by 5 % so much more
    const never = undefined;
    expect(buffers.map((one) => one.paysToDepegBps)).to.deep.equal([
      { backing: 131n, market: 10_000n, lower: 10_000n, bounded: 625n },
      { backing: never, market: never, lower: never, bounded: never },
      { backing: never, market: never, lower: never, bounded: never },
    ]);
    const red: string[] = [];
    const lines = [
      ...leverageText({ rows: rowsOf(TERMS), buffers, movings: [] }, (text) => {
        red.push(text);
        return text;
      }),
    ];
    expect(lines.filter((line) => line.includes("91.50 %"))).to.have.length(1);
    expect(red.some((text) => text.includes("94.50 %"))).to.equal(true);
  });

  it("DFI-62: leverage beyond the limit, and what is no number, is refused with the number and the way out", () => {
    const said = (...args: string[]) => {
      try {
        readLeverageOptions(args);
        return "taken";
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(said("--leverage", "80000")).to.match(/is 80000.*up to 8600 liquidates at once from 71428.*give less/);
    expect(said("--lltv", "0.86")).to.match(/--lltv takes a whole number from 1 to 9800, not "0\.86"/);
    expect(said("--oracle", "chainlink")).to.match(/one of backing, market, lower, bounded/);
    expect(said("--leverage", "30000", "--json")).to.equal("taken");
  });
});

describe("leverage, on the chain", () => {
  it("DFI-63: the table's liquidation price is the chain's: healthy on one side of it, liquidated on the other, with what is left as it says", async () => {
    const s = await restored(withLoop);
    const raising = { entry: 0n, borrowAssets: 20n * ETH, minShares: 0n, maxLtvWad: WAD, deadline: FOREVER };
    await s.looper.connect(s.keeper).raise(s.marketOf(MARKET), raising, { value: 10n * ETH });
    const { distanceBps } = positionAt(30_000n, TERMS);
    const liquidate = () => s.liquidator.connect(s.lp).liquidate(s.marketOf(MARKET), s.keeper, 0n, 3n, 0n, FOREVER);
    await s.giveWeth(s.lp, 30n * ETH);
    for (const [slashBps, is] of [
      [distanceBps - 20n, false],
      [distanceBps + 20n, true],
    ] as const) {
      const snapshot = await s.provider.request({ method: "evm_snapshot", params: [] });
      const { recognised, idle } = await s.vault.totals();
      await s.slashBoth((recognised * slashBps * WAD) / (recognised - idle) / 10_000n);
      const expected = outcomeOf(30_000n, TERMS, 0n, slashBps);
      expect(expected.liquidated).to.equal(is);
      if (is) {
        await liquidate();
        const { collateral } = await s.positionOf(s.keeper, MARKET);
        await s.vault.syncAll();
        const left = await s.vault.toAssetsDown(collateral);
        expect(left).to.be.within(10n * expected.leftWad - ETH / 100n, 10n * expected.leftWad + ETH / 100n);
      } else await expect(liquidate()).to.be.revertedWith("position is healthy");
      await s.provider.request({ method: "evm_revert", params: [snapshot] });
    }
  });

  it("DFI-64: moving a pool's price costs what the table says, and holding it against traders more than it brings", async () => {
    const s = await standUpMarkets();
    const depth = 200n * ETH;
    await s.giveLrt(s.lp, 400n * ETH);
    await s.giveWeth(s.lp, 400n * ETH);
    await s.provide(s.lp, depth, depth);
    const { sold, costOnce } = movingOf(1_000n, 8_600n, depth, 0n);
    const before = (await s.vault.balanceOf(s.lp)) + (await s.weth.balanceOf(s.lp));
    await s.sellLrt(s.lp, sold);
    // 1.0001 to the -1,054th is 0.9; the pool's fee of 0.05 % is a little less price and a little more cost
    expect(await s.tickNow()).to.be.within(-1_054n, -1_052n);
    const lost = before - (await s.vault.balanceOf(s.lp)) - (await s.weth.balanceOf(s.lp));
    expect(lost).to.be.within(costOnce, costOnce + sold / 1_000n);
    for (const { costHeld, profit } of movingsOf(8_600n, 1_000n * ETH, 100n * ETH).slice(1)) {
      expect(costHeld).to.be.greaterThan(profit);
    }
    // and a market that is large beside its pool is worth it
    expect(movingOf(100n, 8_600n, 100n * ETH, 1_000n * ETH)).to.satisfy(
      (one: { costHeld: bigint; profit: bigint }) => one.profit > one.costHeld,
    );
  });
});
