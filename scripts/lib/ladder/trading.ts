import type { Signer } from "ethers";
import { WAD } from "../units.ts";
import type { Ladder } from "./ladder.ts";
import { sent } from "./sent.ts";
import { unwrapAll, wrapFor } from "./weth.ts";

/** No deadline: for scripts that wait for their own transaction. */
const NO_DEADLINE = 2n ** 64n - 1n;
/** All prices, in the ticks of the pool's tier. */
const FULL_RANGE_TICK = 887_270n;
/** All that a position is owed. */
const MOST = 2n ** 128n - 1n;

const isLrtFirst = async ({ contracts, addresses }: Ladder): Promise<boolean> =>
  (await contracts.pool.token0()) === addresses.vault;

/** What the pool asks for one LRT now, in ETH, without its fee: a wad, rounded down. */
export async function poolPriceWad(ladder: Ladder): Promise<bigint> {
  const { sqrtPriceX96 } = await ladder.contracts.pool.slot0();
  const square = sqrtPriceX96 * sqrtPriceX96;
  return (await isLrtFirst(ladder)) ? (square * WAD) >> 192n : (WAD << 192n) / square;
}

/** 1 − √0.98, in wad: by how much the root of a price falls when the price falls by a fiftieth. */
const FIFTIETH_OF_ROOT_WAD = 10_050_506_338_833_466n;

/** What the pool pays for LRT, in wei of ETH, until its price has fallen by 2 %, with the liquidity at the present price. */
export async function poolDepthWei(ladder: Ladder): Promise<bigint> {
  const { pool } = ladder.contracts;
  const [{ sqrtPriceX96 }, liquidity] = await Promise.all([pool.slot0(), pool.liquidity()]);
  const perRoot = (await isLrtFirst(ladder)) ? (liquidity * sqrtPriceX96) >> 96n : (liquidity << 96n) / sqrtPriceX96;
  return (perRoot * FIFTIETH_OF_ROOT_WAD) / WAD;
}

/** Puts ETH and LRT into the pool over all prices, as much of both as fits. @returns the position's number */
export async function provide(ladder: Ladder, by: Signer, lrt: bigint, wei: bigint): Promise<bigint> {
  const { contracts, addresses } = ladder;
  const { positionManager, pool, vault } = contracts;
  const first = await isLrtFirst(ladder);
  await wrapFor(ladder, by, addresses.positionManager, wei);
  await sent(vault.connect(by).approve(addresses.positionManager, lrt));
  const terms = {
    token0: await pool.token0(),
    token1: await pool.token1(),
    fee: await pool.fee(),
    tickLower: -FULL_RANGE_TICK,
    tickUpper: FULL_RANGE_TICK,
    amount0Desired: first ? lrt : wei,
    amount1Desired: first ? wei : lrt,
    amount0Min: 0n,
    amount1Min: 0n,
    recipient: await by.getAddress(),
    deadline: NO_DEADLINE,
  };
  const { tokenId } = await positionManager.connect(by).mint.staticCall(terms);
  await sent(positionManager.connect(by).mint(terms));
  await unwrapAll(ladder, by);
  return tokenId;
}

/** What a position in the pool would give its owner now, with the fees that it has earned. */
export async function liquidityOf(
  ladder: Ladder,
  owner: Signer,
  tokenId: bigint,
): Promise<{ readonly lrt: bigint; readonly wei: bigint }> {
  const manager = ladder.contracts.positionManager.connect(owner);
  const { liquidity } = await manager.positions(tokenId);
  const terms = { tokenId, liquidity, amount0Min: 0n, amount1Min: 0n, deadline: NO_DEADLINE };
  const nothing = { amount0: 0n, amount1: 0n };
  const lies = liquidity === 0n ? nothing : await manager.decreaseLiquidity.staticCall(terms);
  const recipient = await owner.getAddress();
  const earned = await manager.collect.staticCall({ tokenId, recipient, amount0Max: MOST, amount1Max: MOST });
  const [zero, one] = [lies.amount0 + earned.amount0, lies.amount1 + earned.amount1];
  return (await isLrtFirst(ladder)) ? { lrt: zero, wei: one } : { lrt: one, wei: zero };
}

/** Takes a position out of the pool with the fees that it has earned. @returns the ETH of it, in wei */
export async function withdraw(ladder: Ladder, by: Signer, tokenId: bigint): Promise<bigint> {
  const manager = ladder.contracts.positionManager.connect(by);
  const { liquidity } = await manager.positions(tokenId);
  await sent(manager.decreaseLiquidity({ tokenId, liquidity, amount0Min: 0n, amount1Min: 0n, deadline: NO_DEADLINE }));
  await sent(manager.collect({ tokenId, recipient: await by.getAddress(), amount0Max: MOST, amount1Max: MOST }));
  return unwrapAll(ladder, by);
}

/** What a trade in the pool gave and took, each in wei of its token. */
interface Trade {
  readonly paid: bigint;
  readonly received: bigint;
}

/** Sells LRT for ETH in the pool, or buys it: all that is given is for sale at any price. */
export async function trade(ladder: Ladder, by: Signer, sellsLrt: boolean, amountIn: bigint): Promise<Trade> {
  const { contracts, addresses } = ladder;
  const { swapRouter, vault, pool, weth } = contracts;
  const account = await by.getAddress();
  if (sellsLrt) await sent(vault.connect(by).approve(addresses.swapRouter, amountIn));
  else await wrapFor(ladder, by, addresses.swapRouter, amountIn);
  const held = async (): Promise<bigint> => (sellsLrt ? weth : vault).balanceOf(account);
  const before = await held();
  await sent(
    swapRouter.connect(by).exactInputSingle({
      tokenIn: sellsLrt ? addresses.vault : addresses.weth,
      tokenOut: sellsLrt ? addresses.weth : addresses.vault,
      fee: await pool.fee(),
      recipient: account,
      deadline: NO_DEADLINE,
      amountIn,
      amountOutMinimum: 0n,
      sqrtPriceLimitX96: 0n,
    }),
  );
  const received = (await held()) - before;
  await unwrapAll(ladder, by);
  return { paid: amountIn, received };
}

/** Buys LRT below its exit value into an exit ticket. @returns the ticket */
export async function buyAndRedeem(
  { contracts }: Ladder,
  by: Signer,
  wei: bigint,
  minDiscountBps: bigint,
): Promise<bigint> {
  const arbitrageur = contracts.pegArbitrageur.connect(by);
  const ticket = await arbitrageur.buyAndRedeem.staticCall(minDiscountBps, NO_DEADLINE, { value: wei });
  await sent(arbitrageur.buyAndRedeem(minDiscountBps, NO_DEADLINE, { value: wei }));
  return ticket;
}
