import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import factoryArtifact from "@uniswap/v3-core/artifacts/contracts/UniswapV3Factory.sol/UniswapV3Factory.json" with { type: "json" };
import managerArtifact from "@uniswap/v3-periphery/artifacts/contracts/NonfungiblePositionManager.sol/NonfungiblePositionManager.json" with { type: "json" };
import routerArtifact from "@uniswap/v3-periphery/artifacts/contracts/SwapRouter.sol/SwapRouter.json" with { type: "json" };
import quoterArtifact from "@uniswap/v3-periphery/artifacts/contracts/lens/QuoterV2.sol/QuoterV2.json" with { type: "json" };
import { LLTVS } from "../../deploy/lib/lltvs.ts";
import { ORACLES, POOL_FEE } from "../../deploy/modules/6-defi.ts";
import { FOREVER, restored, standUpLadder } from "../5-lrt/ladder.ts";
import { ETH } from "../../scripts/lib/units.ts";

export const ORACLE_SCALE = 10n ** 36n;
/** Window of the TWAP in these tests, in seconds, and what the pool remembers. */
export const WINDOW_SECONDS = 1_800n;
export const SLOTS = 152;
const BOUND_BPS = 500n;
/** All prices, in the ticks of the 0.05 % tier. */
const FULL_RANGE = [-887_270, 887_270] as const;

type OracleName = (typeof ORACLES)[number];
export type Markets = Awaited<ReturnType<typeof deployMarkets>>;

/** The ladder of `test/5-lrt/ladder.ts` with rung 6 on it: an empty pool at 1, and four empty markets. */
export const standUpMarkets = (): Promise<Markets> => restored(deployMarkets);

async function deployMarkets() {
  const l = await standUpLadder();
  const { ethers, networkHelpers, vault, weth, views } = l;
  const [lp, lender] = (await ethers.getSigners()).slice(9, 11) as [HardhatEthersSigner, HardhatEthersSigner];
  const ready = async ({ abi, bytecode }: { abi: unknown[]; bytecode: string }, ...args: unknown[]) =>
    (await ethers.getContractFactory(abi as never, bytecode)).deploy(...args);
  const uniswap = await ready(factoryArtifact);
  const factory = await ethers.getContractAt("IUniswapV3Factory", uniswap.target);
  const manager = await ethers.getContractAt(
    "IPositionManager",
    (await ready(managerArtifact, factory.target, weth.target, ethers.ZeroAddress)).target,
  );
  const router = await ethers.getContractAt(
    "ISwapRouter",
    (await ready(routerArtifact, factory.target, weth.target)).target,
  );
  const quoter = await ethers.getContractAt(
    "IQuoterV2",
    (await ready(quoterArtifact, factory.target, weth.target)).target,
  );
  await factory.createPool(vault.target, weth.target, POOL_FEE);
  const pool = await ethers.getContractAt("IUniswapV3Pool", await factory.getPool(vault.target, weth.target, POOL_FEE));
  await pool.initialize(2n ** 96n);
  await pool.increaseObservationCardinalityNext(SLOTS);
  const isLrtFirst = (await pool.token0()) === vault.target;

  const morpho = await ethers.deployContract("Morpho", [l.admin.address]);
  const rateModel = await ethers.deployContract("AdaptiveCurveRate", [morpho.target]);
  await morpho.enableIrm(rateModel);
  for (const lltv of LLTVS) await morpho.enableLltv(lltv);
  const rateOracle = await ethers.deployContract("CollateralRateOracle", [views.target]);
  const twapOracle = await ethers.deployContract("TwapOracle", [pool.target, vault.target, WINDOW_SECONDS]);
  const lowerOracle = await ethers.deployContract("LowerOracle", [rateOracle.target, twapOracle.target]);
  const boundedOracle = await ethers.deployContract("BoundedOracle", [rateOracle.target, twapOracle.target, BOUND_BPS]);
  const oracles = { rateOracle, twapOracle, lowerOracle, boundedOracle };

  /** A market's parameters as Morpho wants them. */
  const marketOf = (oracle: OracleName, lltv: bigint = LLTVS[0]) => ({
    loanToken: String(weth.target),
    collateralToken: String(vault.target),
    oracle: String(oracles[oracle].target),
    irm: String(rateModel.target),
    lltv,
  });
  const idOf = (market: ReturnType<typeof marketOf>) =>
    ethers.keccak256(
      ethers.AbiCoder.defaultAbiCoder().encode(
        ["address", "address", "address", "address", "uint256"],
        [market.loanToken, market.collateralToken, market.oracle, market.irm, market.lltv],
      ),
    );
  for (const name of ORACLES) await morpho.createMarket(marketOf(name));

  const venues = {
    vault: vault.target,
    weth: weth.target,
    queue: l.queue.target,
    instantExit: l.instantExit.target,
    router: router.target,
    quoter: quoter.target,
    poolFee: POOL_FEE,
  };
  const looper = await ethers.deployContract("Looper", [venues, morpho.target]);
  const liquidator = await ethers.deployContract("Liquidator", [venues, morpho.target]);
  const arbitrageur = await ethers.deployContract("PegArbitrageur", [venues, l.estimates.target]);

  const everything = 2n ** 255n;
  for (const user of [l.alice, l.bob, l.keeper, lp, lender]) {
    for (const spender of [manager, router, morpho, looper, liquidator].map(({ target }) => target)) {
      await weth.connect(user).approve(spender, everything);
      await vault.connect(user).approve(spender, everything);
    }
  }
  const giveWeth = (user: HardhatEthersSigner, wei: bigint) => weth.connect(user).deposit({ value: wei });
  /** Deposits, synced first. @returns the LRT received */
  const giveLrt = async (user: HardhatEthersSigner, wei: bigint) => {
    await vault.syncAll();
    const before = await vault.balanceOf(user);
    await vault.connect(user).deposit(user, 0n, FOREVER, { value: wei });
    return (await vault.balanceOf(user)) - before;
  };
  /** Puts as much of both as fits into a range of ticks of the LRT's price. @returns the NFT's number */
  const provide = async (
    user: HardhatEthersSigner,
    lrt: bigint,
    wei: bigint,
    [low, high]: readonly [number, number] = FULL_RANGE,
  ) => {
    const [tickLower, tickUpper] = isLrtFirst ? [low, high] : [-high, -low];
    const [amount0Desired, amount1Desired] = isLrtFirst ? [lrt, wei] : [wei, lrt];
    const terms = {
      token0: await pool.token0(),
      token1: await pool.token1(),
      fee: POOL_FEE,
      tickLower,
      tickUpper,
      amount0Desired,
      amount1Desired,
      amount0Min: 0n,
      amount1Min: 0n,
      recipient: user.address,
      deadline: FOREVER,
    };
    const { tokenId } = await manager.connect(user).mint.staticCall(terms);
    await manager.connect(user).mint(terms);
    return tokenId;
  };
  const swap = (user: HardhatEthersSigner, sellsLrt: boolean, amountIn: bigint, amountOutMinimum = 0n) =>
    router.connect(user).exactInputSingle({
      tokenIn: sellsLrt ? vault.target : weth.target,
      tokenOut: sellsLrt ? weth.target : vault.target,
      fee: POOL_FEE,
      recipient: user.address,
      deadline: FOREVER,
      amountIn,
      amountOutMinimum,
      sqrtPriceLimitX96: 0n,
    });
  const sellLrt = (user: HardhatEthersSigner, amount: bigint) => swap(user, true, amount);
  const buyLrt = (user: HardhatEthersSigner, amount: bigint) => swap(user, false, amount);
  /** The tick of the LRT's price in WETH. */
  const tickNow = async () => {
    const { tick } = await pool.slot0();
    return isLrtFirst ? tick : -tick;
  };
  /** Lends WETH to a market. */
  const lend = async (oracle: OracleName, wei: bigint) => {
    await giveWeth(lender, wei);
    await morpho.connect(lender).supply(marketOf(oracle), wei, 0n, lender.address, "0x");
  };
  const pledge = (user: HardhatEthersSigner, oracle: OracleName, lrt: bigint) =>
    morpho.connect(user).supplyCollateral(marketOf(oracle), lrt, user.address, "0x");
  const borrow = (user: HardhatEthersSigner, oracle: OracleName, wei: bigint) =>
    morpho.connect(user).borrow(marketOf(oracle), wei, 0n, user.address, user.address);
  const wait = (seconds: bigint) => networkHelpers.time.increase(seconds);
  /** 1,000 LRT's worth restaked with the first operator, all of it slashable by `bob`'s service. */
  const restakeSlashable = async (wei = 1_000n * ETH) => {
    const amount = await l.giveLst(l.alice, wei);
    await vault.connect(l.alice).depositLst(l.lst, amount, l.alice, 0n, FOREVER);
    await l.restaker.restakeLst(0n, l.lst);
    await l.restaker.restakeLst(1n, l.lst);
    await l.secure(l.bob, l.opOne, [String(l.strategy.target)]);
    await l.secure(l.bob, l.opTwo, [String(l.strategy.target)]);
    await vault.syncAll();
  };
  /** Takes a part of all that is restaked, with nobody told. */
  const slashBoth = async (wad: bigint) => {
    for (const operator of [l.opOne, l.opTwo]) await l.slash(l.bob, operator, [String(l.strategy.target)], wad);
  };

  /** Debt and collateral of a position, and their ratio by the market's oracle, as of the last accrual. */
  const positionOf = async (user: HardhatEthersSigner, oracle: OracleName, lltv?: bigint) => {
    const market = marketOf(oracle, lltv);
    const { borrowShares, collateral } = await morpho.position(idOf(market), user);
    const { totalBorrowAssets, totalBorrowShares } = await morpho.market(idOf(market));
    const [assets, shares] = [totalBorrowAssets + 1n, totalBorrowShares + 10n ** 6n];
    const debt = (borrowShares * assets + shares - 1n) / shares;
    return { debt, collateral, borrowShares };
  };
  /** Nothing is left in any of rung 6's own contracts. */
  const expectEmpty = async () => {
    for (const { target } of [looper, liquidator, arbitrageur]) {
      const held = [
        await vault.balanceOf(target),
        await weth.balanceOf(target),
        await ethers.provider.getBalance(target),
      ];
      if (held.some((amount) => amount !== 0n)) throw new Error(`${String(target)} holds ${held.join(", ")}`);
    }
  };

  return {
    ...l,
    lp,
    lender,
    factory,
    manager,
    router,
    quoter,
    pool,
    isLrtFirst,
    morpho,
    rateModel,
    looper,
    liquidator,
    arbitrageur,
    ...oracles,
    oracles,
    marketOf,
    idOf,
    giveWeth,
    giveLrt,
    provide,
    sellLrt,
    buyLrt,
    tickNow,
    lend,
    pledge,
    borrow,
    wait,
    positionOf,
    expectEmpty,
    restakeSlashable,
    slashBoth,
  };
}
