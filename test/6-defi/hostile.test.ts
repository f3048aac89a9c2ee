import { expect } from "chai";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { POOL_FEE } from "../../deploy/modules/6-defi.ts";
import { FOREVER, restored } from "../5-lrt/ladder.ts";
import { type Markets, ORACLE_SCALE, standUpMarkets, WINDOW_SECONDS } from "./stage.ts";
import { ETH, WAD } from "../../scripts/lib/units.ts";

const ALL = 2n ** 256n - 1n;
const ORACLES = ["rateOracle", "twapOracle", "lowerOracle", "boundedOracle"] as const;
const WAY = { pool: 0n, instant: 1n, best: 2n, ticket: 3n } as const;
const raising = (entry: bigint, borrowAssets: bigint) => ({
  entry,
  borrowAssets,
  minShares: 0n,
  maxLtvWad: WAD,
  deadline: FOREVER,
});
const lowering = (way: bigint) => ({
  way,
  repayShares: ALL,
  collateral: ALL,
  minAssets: 0n,
  maxLtvWad: WAD,
  deadline: FOREVER,
});

/** A pool of 200 on either side, 100 lent to each market, and `alice` with 10 LRT and 5 WETH of debt in each. */
async function withLoans() {
  const s = await standUpMarkets();
  await s.restakeSlashable(1_000n * ETH);
  await s.wait(86_400n);
  await s.giveLrt(s.lp, 600n * ETH);
  await s.giveWeth(s.lp, 300n * ETH);
  await s.provide(s.lp, 200n * ETH, 200n * ETH);
  await s.wait(WINDOW_SECONDS);
  await s.vault.syncAll();
  for (const oracle of ORACLES) {
    await s.lend(oracle, 100n * ETH);
    await s.pledge(s.alice, oracle, 10n * ETH);
    await s.borrow(s.alice, oracle, 5n * ETH);
  }
  return s;
}
/** What anybody has in every market, to compare. */
const snapshotOf = async (s: Markets, users: readonly HardhatEthersSigner[]) => {
  const found = [];
  for (const oracle of ORACLES)
    for (const user of users) found.push(String(await s.morpho.position(s.idOf(s.marketOf(oracle)), user)));
  return found;
};

describe("hostile surroundings of rung 6", () => {
  it("DFI-79: a liquidator that reverts, or does not pay, moves nothing and keeps nobody else from it", async () => {
    const s = await restored(withLoans);
    await s.borrow(s.alice, "rateOracle", (35n * ETH) / 10n);
    const { recognised, idle } = await s.vault.totals();
    await s.slashBoth((((recognised * 3n) / 100n) * WAD) / (recognised - idle));
    const stubborn = await s.ethers.deployContract("StubbornLiquidator", [s.morpho]);
    const market = s.marketOf("rateOracle");
    const before = await snapshotOf(s, [s.alice, s.lender]);
    await expect(stubborn.liquidate(market, s.alice, ETH, true)).to.be.revertedWithCustomError(stubborn, "WillNotPay");
    await expect(stubborn.liquidate(market, s.alice, ETH, false)).to.be.revertedWith("transferFrom reverted");
    expect(await snapshotOf(s, [s.alice, s.lender])).to.deep.equal(before);
    await s.liquidator.connect(s.keeper).liquidate(market, s.alice, 0n, WAY.best, 0n, FOREVER);
    expect((await s.positionOf(s.alice, "rateOracle")).borrowShares).to.equal(0n);
  });

  it("DFI-91: a ticket goes to none of rung 6's contracts by a safe transfer, and to a caller without code for receiving it like to any other", async () => {
    const s = await restored(withLoans);
    await s.giveLrt(s.bob, ETH);
    await s.queue.connect(s.bob).request(ETH, s.bob, 0n, FOREVER);
    const [ticket] = (await s.queue.queryFilter(s.queue.filters.Requested())).map(({ args }) => args.ticketId);
    const send = s.tickets.connect(s.bob)["safeTransferFrom(address,address,uint256)"];
    const places = [s.looper, s.liquidator, s.arbitrageur, s.pool, s.morpho, s.rateModel, s.router, s.manager];
    for (const to of places) await expect(send(s.bob, to, ticket!), String(to.target)).to.revert(s.ethers);
    expect(await s.tickets.ownerOf(ticket!)).to.equal(s.bob.address);
    // the looper's own way by ticket ends at its caller, a contract without `onERC721Received` too
    const owner = await s.ethers.deployContract("CallbackReader");
    const { target } = owner;
    for (const token of [s.vault, s.weth]) await owner.approve(token, s.morpho);
    await s.vault.connect(s.lp).transfer(owner, 10n * ETH);
    const market = s.marketOf("rateOracle");
    const run = (to: { target: unknown }, data: string) => owner.run(String(to.target), 0n, data);
    await run(
      s.morpho,
      s.morpho.interface.encodeFunctionData("supplyCollateral", [market, 5n * ETH, String(target), "0x"]),
    );
    await run(s.morpho, s.morpho.interface.encodeFunctionData("setAuthorization", [String(s.looper.target), true]));
    await run(
      s.looper,
      s.looper.interface.encodeFunctionData("lower", [market, { ...lowering(WAY.ticket), repayShares: 0n }]),
    );
    expect(await s.tickets.balanceOf(owner)).to.equal(1n);
    await s.wait(3_600n);
    await s.queue.close();
    await s.vault.syncAll();
    await s.queue.settle();
    const tickets = (await s.queue.queryFilter(s.queue.filters.Requested())).map(({ args }) => args.ticketId);
    const before = await s.ethers.provider.getBalance(target);
    await run(s.queue, s.queue.interface.encodeFunctionData("claim", [tickets.at(-1)!, String(target)]));
    expect((await s.ethers.provider.getBalance(target)) - before).to.be.within(5n * ETH - 10n ** 6n, 5n * ETH);
  });

  it("DFI-73: a gift to each contract, of LRT, WETH, LST and forced ether, moves no price but within the vault's rounding, and no position", async () => {
    const s = await restored(withLoans);
    const prices = async () => Promise.all(ORACLES.map(async (oracle) => s.oracles[oracle].price()));
    const before = await prices();
    const positions = await snapshotOf(s, [s.alice, s.lender]);
    await s.giveWeth(s.lp, 100n * ETH);
    const lst = await s.giveLst(s.bob, 60n * ETH);
    const places = [
      ...[s.pool, s.manager, s.router, s.quoter, s.morpho, s.rateModel],
      ...[s.looper, s.liquidator, s.arbitrageur, ...ORACLES.map((oracle) => s.oracles[oracle])],
      ...[s.vault, s.queue, s.instantExit, s.restaker, s.lstReserve, s.strategy, s.views, s.cover],
    ];
    for (const to of places) {
      await s.weth.connect(s.lp).transfer(to, ETH);
      if (to !== s.vault && to !== s.queue) await s.vault.connect(s.lp).transfer(to, ETH);
      await s.lst.connect(s.bob).transfer(to, lst / 60n);
      await s.networkHelpers.setBalance(String(to.target), (await s.ethers.provider.getBalance(to)) + ETH);
    }
    const after = await prices();
    for (const [index, price] of after.entries())
      expect(price, ORACLES[index]).to.be.within(before[index]!, before[index]! + before[index]! / 10n ** 9n);
    expect(await snapshotOf(s, [s.alice, s.lender])).to.deep.equal(positions);
    // what lies in the looper is the next caller's; the pool and the market count what they have booked alone
    expect(await s.pool.liquidity()).to.equal(await liquidityBooked(s));
  });

  it("DFI-20: ether comes in in the middle of a call alone: nobody's instant exit, or WETH, ends in a contract that pays it to nobody", async () => {
    const s = await restored(withLoans);
    await s.giveLrt(s.bob, ETH);
    for (const to of [s.looper, s.liquidator, s.arbitrageur]) {
      await expect(s.instantExit.connect(s.bob).exitInstantly(ETH / 2n, to, 0n, FOREVER))
        .to.be.revertedWithCustomError(to, "UnexpectedEther")
        .withArgs(s.vault.target);
    }
    expect(await s.vault.balanceOf(s.bob)).to.be.at.least(ETH - 1n);
    await s.expectEmpty();
  });

  it("DFI-75: one wei, at every function: it works or is refused, and nobody else has less", async () => {
    const s = await restored(withLoans);
    const market = s.marketOf("rateOracle");
    await s.giveLrt(s.bob, ETH);
    await s.giveWeth(s.bob, ETH);
    await s.morpho.connect(s.bob).setAuthorization(s.looper, true);
    const me = { looper: s.looper.connect(s.bob), morpho: s.morpho.connect(s.bob) };
    const before = await snapshotOf(s, [s.alice]);
    const lent = (await s.morpho.market(s.idOf(market))).totalSupplyAssets;
    const tries: [string, () => Promise<unknown>][] = [
      ["deposit of one", () => me.looper.raise(market, raising(0n, 0n), { value: 1n })],
      ["one in the pool", () => me.looper.raise(market, raising(1n, 0n), { value: 1n })],
      ["the best for one", () => me.looper.raise(market, raising(2n, 0n), { value: 1n })],
      ["one borrowed on one", () => me.looper.raise(market, raising(0n, 1n), { value: 1n })],
      ["one lent", () => me.morpho.supply(market, 1n, 0n, s.bob.address, "0x")],
      ["one taken back", () => me.morpho.withdraw(market, 1n, 0n, s.bob.address, s.bob.address)],
      ["one pledged", () => me.morpho.supplyCollateral(market, 1n, s.bob.address, "0x")],
      ["one borrowed", () => me.morpho.borrow(market, 1n, 0n, s.bob.address, s.bob.address)],
      ["out by the pool", () => me.looper.lower(market, lowering(WAY.pool))],
      ["out at once", () => me.looper.lower(market, lowering(WAY.instant))],
      ["out by a ticket", () => me.looper.lower(market, lowering(WAY.ticket))],
      ["liquidated for one", () => s.liquidator.liquidate(market, s.alice, 1n, WAY.pool, 0n, FOREVER)],
      ["bought for one", () => s.arbitrageur.connect(s.bob).buyAndRedeem(0n, FOREVER, { value: 1n })],
      ["sold", () => s.sellLrt(s.bob, 1n)],
    ];
    const worked: string[] = [];
    for (const [name, attempt] of tries) {
      await attempt().then(
        () => worked.push(name),
        () => 0,
      );
    }
    expect(worked).to.include.members(["deposit of one", "one lent", "one pledged"]);
    expect(await snapshotOf(s, [s.alice])).to.deep.equal(before);
    expect((await s.morpho.market(s.idOf(market))).totalSupplyAssets).to.be.at.least(lent);
    expect((await s.positionOf(s.bob, "rateOracle")).debt).to.be.at.most(2n);
    await s.expectEmpty();
  });
});

/** Liquidity of the one position that there is. */
async function liquidityBooked(s: Markets): Promise<bigint> {
  return (await s.manager.positions(1n)).liquidity;
}

describe("empty places", () => {
  it("DFI-96: an empty market lends nothing and moves nothing; gifts do not make its first lender poorer", async () => {
    const s = await standUpMarkets();
    const market = s.marketOf("rateOracle");
    await s.giveLrt(s.alice, 30n * ETH);
    await s.morpho.connect(s.alice).setAuthorization(s.looper, true);
    const before = await s.vault.balanceOf(s.alice);
    await expect(
      s.looper.connect(s.alice).raise(market, raising(0n, 20n * ETH), { value: 10n * ETH }),
    ).to.be.revertedWith("insufficient liquidity");
    expect([await s.vault.balanceOf(s.alice), (await s.positionOf(s.alice, "rateOracle")).collateral]).to.deep.equal([
      before,
      0n,
    ]);
    // without a loan it takes equity
    await s.looper.connect(s.alice).raise(market, raising(0n, 0n), { value: ETH });
    // the first share, a gift, and who comes after them
    await s.giveWeth(s.bob, 101n * ETH);
    await s.morpho.connect(s.bob).supply(market, 1n, 0n, s.bob.address, "0x");
    await s.weth.connect(s.bob).transfer(s.morpho, 100n * ETH);
    await s.lend("rateOracle", 10n * ETH);
    const { supplyShares } = await s.morpho.position(s.idOf(market), s.lender);
    const held = await s.weth.balanceOf(s.lender);
    await s.morpho.connect(s.lender).withdraw(market, 0n, supplyShares, s.lender.address, s.lender.address);
    expect((await s.weth.balanceOf(s.lender)) - held).to.be.within(10n * ETH - 1n, 10n * ETH);
    await s.expectEmpty();
  });

  it("DFI-96: in an empty pool anybody sets the price for nothing: the TWAP lends more than three times the backing, and only what counts the backing does not", async () => {
    const s = await standUpMarkets();
    await s.giveLrt(s.alice, 100n * ETH);
    await s.giveWeth(s.alice, ETH);
    await s.wait(WINDOW_SECONDS);
    for (const oracle of ORACLES) await s.lend(oracle, 100n * ETH);
    const limit = s.isLrtFirst ? 2n ** 97n : 2n ** 95n;
    const mover = await s.ethers.deployContract("CallbackReader");
    const swap = [String(mover.target), !s.isLrtFirst, 1n, limit, "0x"] as const;
    await mover.run(s.pool, 0n, s.pool.interface.encodeFunctionData("swap", [...swap]));
    await s.wait(WINDOW_SECONDS);
    await s.vault.syncAll();
    const price = (oracle: (typeof ORACLES)[number]) => s.oracles[oracle].price();
    expect(await price("twapOracle")).to.be.within((ORACLE_SCALE * 399n) / 100n, (ORACLE_SCALE * 401n) / 100n);
    for (const oracle of ["lowerOracle", "boundedOracle"] as const)
      expect(await price(oracle)).to.equal(await price("rateOracle"));
    for (const oracle of ORACLES) await s.pledge(s.alice, oracle, 25n * ETH);
    // 86 on what is worth 25
    await s.borrow(s.alice, "twapOracle", 85n * ETH);
    for (const oracle of ["rateOracle", "lowerOracle", "boundedOracle"] as const)
      await expect(s.borrow(s.alice, oracle, 22n * ETH), oracle).to.be.revertedWith("insufficient collateral");
  });
});

describe("a pool with its tokens the other way round", () => {
  it("DFI-97: trades, prices, opens and closes leverage for the same amounts, on the real pool and market", async () => {
    const s = await standUpMarkets();
    const { ethers } = s;
    let weth = s.weth;
    while (BigInt(String(weth.target)) < BigInt(String(s.vault.target)) === !s.isLrtFirst)
      weth = (await ethers.deployContract("WETH")) as never;
    await s.factory.createPool(s.vault.target, weth.target, POOL_FEE);
    const pool = await ethers.getContractAt(
      "IUniswapV3Pool",
      await s.factory.getPool(s.vault.target, weth.target, POOL_FEE),
    );
    await pool.initialize(2n ** 96n);
    await pool.increaseObservationCardinalityNext(10n);
    const twap = await ethers.deployContract("TwapOracle", [pool.target, s.vault.target, WINDOW_SECONDS]);
    expect(await twap.isLrtFirst()).to.equal(!s.isLrtFirst);
    const venues = {
      vault: s.vault.target,
      weth: weth.target,
      queue: s.queue.target,
      instantExit: s.instantExit.target,
      router: s.router.target,
      quoter: s.quoter.target,
      poolFee: POOL_FEE,
    };
    const looper = await ethers.deployContract("Looper", [venues, s.morpho.target]);
    const other = { ...s.marketOf("twapOracle"), loanToken: String(weth.target), oracle: String(twap.target) };
    await s.morpho.createMarket(other);
    await s.giveLrt(s.lp, 500n * ETH);
    const sides = [
      {
        weth: s.weth,
        pool: s.pool,
        twap: s.twapOracle,
        looper: s.looper,
        market: s.marketOf("twapOracle"),
        user: s.alice,
      },
      { weth, pool, twap, looper, market: other, user: s.bob },
    ];
    const results = [];
    for (const side of sides) {
      const { user, market } = side;
      for (const one of [s.lp, s.lender, user]) {
        await side.weth.connect(one).deposit({ value: 300n * ETH });
        for (const spender of [s.manager, s.router, s.morpho, side.looper]) {
          await side.weth.connect(one).approve(spender, ALL);
          await s.vault.connect(one).approve(spender, ALL);
        }
      }
      const isFirst = (await side.pool.token0()) === s.vault.target;
      await s.manager.connect(s.lp).mint({
        token0: await side.pool.token0(),
        token1: await side.pool.token1(),
        fee: POOL_FEE,
        tickLower: -887_270n,
        tickUpper: 887_270n,
        amount0Desired: 100n * ETH,
        amount1Desired: 100n * ETH,
        amount0Min: 0n,
        amount1Min: 0n,
        recipient: s.lp.address,
        deadline: FOREVER,
      });
      await s.morpho.connect(s.lender).supply(market, 100n * ETH, 0n, s.lender.address, "0x");
      const sell = {
        tokenIn: s.vault.target,
        tokenOut: side.weth.target,
        fee: POOL_FEE,
        recipient: s.lp.address,
        deadline: FOREVER,
        amountIn: 2n * ETH,
        amountOutMinimum: 0n,
        sqrtPriceLimitX96: 0n,
      };
      const out = await s.router.connect(s.lp).exactInputSingle.staticCall(sell);
      await s.router.connect(s.lp).exactInputSingle(sell);
      await s.wait(WINDOW_SECONDS);
      await s.morpho.connect(user).setAuthorization(side.looper, true);
      const me = side.looper.connect(user);
      await me.raise(market, raising(1n, 10n * ETH), { value: 5n * ETH });
      const { collateral } = await s.morpho.position(s.idOf(market), user);
      const price = await side.twap.price();
      const paid = await me.lower.staticCall(market, lowering(WAY.pool));
      await me.lower(market, lowering(WAY.pool));
      expect((await s.morpho.position(s.idOf(market), user)).collateral).to.equal(0n);
      for (const token of [s.vault, side.weth]) expect(await token.balanceOf(side.looper)).to.equal(0n);
      results.push({ isFirst, out, collateral, price, paid });
    }
    const [one, two] = [results[0]!, results[1]!];
    expect(one.isFirst).to.equal(!two.isFirst);
    for (const name of ["out", "collateral", "paid"] as const)
      expect(one[name] - two[name], name).to.be.within(-(10n ** 9n), 10n ** 9n);
    // a tick is a ten-thousandth, and the mean is rounded against the LRT on both
    expect(one.price - two.price).to.be.within(-ORACLE_SCALE / 9_999n, ORACLE_SCALE / 9_999n);
  });
});
