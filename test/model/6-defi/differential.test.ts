import { expect } from "chai";
import fc from "fast-check";
import { network } from "hardhat";
import { incentiveFactor } from "../../../model/6-defi/liquidation/incentive.ts";
import { boundedPrice, lowerPrice } from "../../../model/6-defi/oracles/oracles.ts";
import { meanTick, priceAtTick } from "../../../model/6-defi/oracles/twap.ts";
import { Revert } from "../../../model/shared/revert.ts";
import { revertData } from "../../../scripts/lib/ladder/answers.ts";
import { WAD } from "../../../scripts/lib/units.ts";
import { spellError, spellRevert } from "../../../scripts/twin/shared/spell.ts";

const WINDOW_SECONDS = 1_800n;
const GREATEST_TICK = 46_054n;

/** Sums of ticks over the window: of every price that is believed and some beyond, whole ticks and not. */
const sums = fc
  .tuple(fc.bigInt(-GREATEST_TICK - 2n, GREATEST_TICK + 2n), fc.bigInt(-2n, 2n))
  .map(([tick, over]) => tick * WINDOW_SECONDS + over);

/** Two pools that say what they are told, and oracles over them: each pool with the LRT first and second. */
async function standUpOracles() {
  const { ethers } = await network.create();
  const [lrt, other] = await Promise.all([ethers.deployContract("WETH"), ethers.deployContract("WETH")]);
  const poolOf = () => ethers.deployContract("PoolMock", [lrt.target, other.target]);
  const [backing, market] = [await poolOf(), await poolOf()];
  const twapOf = (pool: typeof backing, token: typeof lrt) =>
    ethers.deployContract("TwapOracle", [pool.target, token.target, WINDOW_SECONDS]);
  const [ofBacking, ofMarket, reversed] = [
    await twapOf(backing, lrt),
    await twapOf(market, lrt),
    await twapOf(market, other),
  ];
  const lower = await ethers.deployContract("LowerOracle", [ofBacking.target, ofMarket.target]);
  const boundedBy = (bps: bigint) => ethers.deployContract("BoundedOracle", [ofBacking.target, ofMarket.target, bps]);
  return { ethers, lrt, backing, market, ofBacking, ofMarket, reversed, lower, boundedBy };
}

/** 1.0001^tick in Morpho's scale, factor by factor in whole numbers of 60 digits. */
function exactAt(tick: bigint): bigint {
  const scale = 10n ** 60n;
  let power = scale;
  for (let i = 0n; i < (tick < 0n ? -tick : tick); ++i) power = (power * 10_001n) / 10_000n;
  return tick < 0n ? (scale * 10n ** 36n) / power : (power * 10n ** 36n) / scale;
}

/** What the model says: a number, or its error in words. */
function said(price: () => bigint): string {
  try {
    return String(price());
  } catch (error) {
    if (!(error instanceof Revert)) throw error;
    return spellRevert(error);
  }
}

describe("the model of rung 6 and the contracts [uninstrumented]", function () {
  this.timeout(300_000);

  it("TWN-50: they agree on the prices of the four oracles to the wei, or on why there is none", async () => {
    const s = await standUpOracles();
    const bounds = [1n, 500n, 3_333n, 5_000n];
    const bounded = await Promise.all(bounds.map(s.boundedBy));
    const met = new Set<string>();
    await fc.assert(
      fc.asyncProperty(sums, sums, async (first, second) => {
        await s.backing.setSum(first);
        await s.market.setSum(second);
        const [tick, marketTick] = [meanTick(first, WINDOW_SECONDS, true), meanTick(second, WINDOW_SECONDS, true)];
        const backing = () => priceAtTick(tick);
        const market = () => priceAtTick(marketTick);
        const model = [
          said(backing),
          said(market),
          said(() => priceAtTick(meanTick(second, WINDOW_SECONDS, false))),
          said(() => lowerPrice(backing(), market())),
          ...bounds.map((bps) => said(() => boundedPrice(backing(), market(), bps))),
        ];
        const oracles = [s.ofBacking, s.ofMarket, s.reversed, s.lower, ...bounded];
        const chain = await Promise.all(
          oracles.map((oracle) =>
            oracle
              .price()
              .then(String, (thrown: unknown) => spellError([s.ofMarket.interface], revertData(thrown) ?? "")),
          ),
        );
        expect(model).to.deep.equal(chain);
        expect([await s.ofMarket.meanTick(), await s.reversed.meanTick()]).to.deep.equal([
          marketTick,
          meanTick(second, WINDOW_SECONDS, false),
        ]);
        if (model.some((one) => one.startsWith("PriceOutOfReach"))) met.add("no price");
        else if (model[4] === model[0]) met.add("the backing");
        else met.add(model[5] === model[1] ? "the market" : "the bound");
      }),
      {
        seed: 20_261_129,
        numRuns: 150,
        examples: [
          [0n, -300n * WINDOW_SECONDS + 1n],
          [(GREATEST_TICK + 1n) * WINDOW_SECONDS - 1n, 0n],
          [0n, -GREATEST_TICK * WINDOW_SECONDS - 1n],
        ],
      },
    );
    expect([...met].sort()).to.deep.equal(["no price", "the backing", "the bound", "the market"]);
  });

  it("TWN-50: the price at a tick is 1.0001 to its power, to 20 digits", () => {
    for (const tick of [0n, 1n, -1n, 1_000n, -3_567n, 23_027n, -GREATEST_TICK, GREATEST_TICK]) {
      const [price, exact] = [priceAtTick(tick), exactAt(tick)];
      expect(price > exact ? price - exact : exact - price, String(tick)).to.be.lessThan(exact / 10n ** 20n + 1n);
    }
  });

  it("TWN-50: they agree on the incentive of a liquidation at every limit", async () => {
    const { ethers, lrt } = await standUpOracles();
    const { target } = lrt;
    const venues = { vault: target, weth: target, queue: target, instantExit: target, router: target, quoter: target };
    const liquidator = await ethers.deployContract("Liquidator", [{ ...venues, poolFee: 500n }, target]);
    await fc.assert(
      fc.asyncProperty(fc.bigInt(0n, WAD), async (lltvWad) => {
        expect(incentiveFactor(lltvWad)).to.equal(await liquidator.incentiveFactor(lltvWad));
      }),
      { seed: 20_261_129, numRuns: 100, examples: [[0n], [WAD], [(86n * WAD) / 100n]] },
    );
  });
});
