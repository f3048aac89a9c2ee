import { expect } from "chai";
import { network } from "hardhat";
import { boundedPrice } from "../../model/6-defi/oracles/oracles.ts";
import { priceAtTick } from "../../model/6-defi/oracles/twap.ts";
import { ORACLE_SCALE, SLOTS, standUpMarkets, WINDOW_SECONDS } from "./stage.ts";
import { ETH, WAD } from "../../scripts/lib/units.ts";

/** A pool of 100 LRT and 100 WETH over all prices, as old as the window. */
async function withPool() {
  const s = await standUpMarkets();
  await s.giveLrt(s.lp, 400n * ETH);
  await s.giveWeth(s.lp, 400n * ETH);
  await s.provide(s.lp, 100n * ETH, 100n * ETH);
  await s.wait(WINDOW_SECONDS);
  await s.vault.syncAll();
  return s;
}

describe("oracles of the LRT", () => {
  it("DFI-12: the TWAP is 1.0001 to the mean tick of the window, and a swap of this block moves nothing", async () => {
    const s = await withPool();
    expect(await s.twapOracle.price()).to.equal(ORACLE_SCALE);
    const before = await s.twapOracle.price();
    await s.inOneBlock(() => s.sellLrt(s.lp, 20n * ETH));
    expect(await s.twapOracle.price()).to.equal(before);
    const tick = await s.tickNow();
    expect(tick).to.be.within(-4_000n, -3_000n);
    await s.wait(WINDOW_SECONDS / 2n);
    await s.provider.request({ method: "evm_mine", params: [] });
    const mean = await s.twapOracle.meanTick();
    expect(mean).to.be.within(tick / 2n - 4n, tick / 2n + 1n);
    expect(await s.twapOracle.price()).to.equal(priceAtTick(mean));
    await s.wait(WINDOW_SECONDS / 2n + 12n);
    expect(await s.twapOracle.meanTick()).to.equal(tick);
  });

  it("DFI-12: a pool with the tokens the other way round gives the same price", async () => {
    const { ethers } = await network.create();
    const tokens = await Promise.all([ethers.deployContract("WETH"), ethers.deployContract("WETH")]);
    const [low, high] = tokens.map(({ target }) => String(target)).sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)) as [
      string,
      string,
    ];
    const pool = await ethers.deployContract("PoolMock", [low, high]);
    const asFirst = await ethers.deployContract("TwapOracle", [pool, low, WINDOW_SECONDS]);
    const asSecond = await ethers.deployContract("TwapOracle", [pool, high, WINDOW_SECONDS]);
    await pool.setSum(1_000n * WINDOW_SECONDS + 1n);
    expect([await asFirst.meanTick(), await asSecond.meanTick()]).to.deep.equal([1_000n, -1_001n]);
    expect(await asSecond.price()).to.be.lessThan(await asFirst.price());
    await pool.setSum(-1_000n * WINDOW_SECONDS - 1n);
    expect([await asFirst.meanTick(), await asSecond.meanTick()]).to.deep.equal([-1_001n, 1_000n]);
    expect(await asSecond.price()).to.equal(priceAtTick(1_000n));
    await expect(ethers.deployContract("TwapOracle", [pool, pool, WINDOW_SECONDS])).to.be.revertedWithCustomError(
      asFirst,
      "NotThePair",
    );
  });

  it("DFI-12: a swept pool has a price down to a hundredth of an ETH, and none beyond", async () => {
    const { ethers } = await network.create();
    const [lrt, other] = await Promise.all([ethers.deployContract("WETH"), ethers.deployContract("WETH")]);
    const pool = await ethers.deployContract("PoolMock", [lrt, other]);
    const oracle = await ethers.deployContract("TwapOracle", [pool, lrt, WINDOW_SECONDS]);
    for (const [tick, price] of [
      [46_054n, 100n * WAD],
      [-46_054n, WAD / 100n],
    ] as const) {
      await pool.setSum(tick * WINDOW_SECONDS);
      expect((await oracle.price()) / WAD).to.be.within(price - price / 1_000n, price + price / 1_000n);
      await pool.setSum((tick > 0n ? tick + 1n : tick - 1n) * WINDOW_SECONDS);
      await expect(oracle.price()).to.be.revertedWithCustomError(oracle, "PriceOutOfReach");
    }
    const greatest = 887_272n;
    await pool.setSum(greatest * WINDOW_SECONDS);
    await expect(oracle.price()).to.be.revertedWithCustomError(oracle, "PriceOutOfReach").withArgs(greatest);
  });

  it(`DFI-13: with a swap in each block ${SLOTS} slots never forget the window, and two fewer would`, async () => {
    const s = await withPool();
    let failed = 0;
    const swapInEachBlock = async (blocks: number) => {
      for (let i = 0; i < blocks; ++i) {
        await s.networkHelpers.time.setNextBlockTimestamp(BigInt(await s.networkHelpers.time.latest()) + 12n);
        await (i % 2 === 0 ? s.sellLrt(s.lp, ETH) : s.buyLrt(s.lp, ETH));
        await s.twapOracle.price().catch(() => ++failed);
      }
    };
    await swapInEachBlock(SLOTS + 40);
    expect([failed, (await s.pool.slot0()).observationCardinality]).to.deep.equal([0, BigInt(SLOTS)]);
    // with two slots less the window is two blocks longer than what is remembered
    const longer = await s.ethers.deployContract("TwapOracle", [s.pool.target, s.vault.target, WINDOW_SECONDS + 24n]);
    await expect(longer.price()).to.be.revertedWith("OLD");
  });

  it("DFI-15: a pool younger than the window has no price, and so no market that reads it", async () => {
    const s = await standUpMarkets();
    await s.giveLrt(s.lp, 100n * ETH);
    await s.giveWeth(s.lp, 100n * ETH);
    await s.provide(s.lp, 100n * ETH, 100n * ETH);
    const young = await s.ethers.deployContract("TwapOracle", [s.pool.target, s.vault.target, 7_200n]);
    await expect(young.price()).to.be.revertedWith("OLD");
    for (const name of ["LowerOracle", "BoundedOracle"] as const) {
      const args = [s.rateOracle.target, young.target, ...(name === "BoundedOracle" ? [500n] : [])];
      const oracle = await s.ethers.deployContract(name as "LowerOracle", args as [string, string]);
      await expect(oracle.price(), name).to.be.revertedWith("OLD");
    }
  });

  it("DFI-14: the lower of both is the market below backing and backing below the market; bounded never gives more than 5 % away", async () => {
    const s = await withPool();
    const prices = async () => ({
      rate: await s.rateOracle.price(),
      twap: await s.twapOracle.price(),
      lower: await s.lowerOracle.price(),
      bounded: await s.boundedOracle.price(),
    });
    // dear: backing
    await s.buyLrt(s.lp, 5n * ETH);
    await s.wait(WINDOW_SECONDS);
    await s.vault.syncAll();
    let p = await prices();
    expect(p.twap).to.be.greaterThan(p.rate);
    expect([p.lower, p.bounded]).to.deep.equal([p.rate, p.rate]);
    // a little cheap: the market
    await s.sellLrt(s.lp, 6n * ETH);
    await s.wait(WINDOW_SECONDS);
    await s.vault.syncAll();
    p = await prices();
    expect(p.twap).to.be.within((p.rate * 95n) / 100n, p.rate);
    expect([p.lower, p.bounded]).to.deep.equal([p.twap, p.twap]);
    // very cheap: the bound
    await s.sellLrt(s.lp, 100n * ETH);
    await s.wait(WINDOW_SECONDS);
    await s.vault.syncAll();
    p = await prices();
    expect(p.twap).to.be.lessThan(p.rate / 2n);
    expect([p.lower, p.bounded]).to.deep.equal([p.twap, boundedPrice(p.rate, p.twap, 500n)]);
  });

  it("DFI-14: a bound of nothing or of more than half, and a window that is none, cannot be deployed", async () => {
    const { ethers, rateOracle, twapOracle, pool, vault } = await standUpMarkets();
    const { target: rate } = rateOracle;
    for (const bound of [0n, 5_001n]) {
      await expect(
        ethers.deployContract("BoundedOracle", [rate, twapOracle.target, bound]),
      ).to.be.revertedWithCustomError(await ethers.getContractFactory("BoundedOracle"), "OutOfRange");
    }
    for (const window of [59n, 7_201n]) {
      await expect(
        ethers.deployContract("TwapOracle", [pool.target, vault.target, window]),
      ).to.be.revertedWithCustomError(await ethers.getContractFactory("TwapOracle"), "OutOfRange");
    }
  });
});
