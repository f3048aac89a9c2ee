import { check } from "../shared/revert.ts";
import { burn, mint } from "../shared/erc20.ts";
import { type Address, ZERO_ADDRESS } from "../shared/machine.ts";
import type { Pool } from "./pool.ts";
import { getPooledEthByShares, getSharesByPooledEth, transfer, transferFrom } from "./rebasing-shares.ts";
import { submit } from "./staked-ether.ts";

/** The wrapper: one wstETH stands for one share. Wrapping takes stETH by amount; unwrapping sends the amount rounded down. */

/** @returns wstETH minted */
export function wrap(pool: Pool, sender: Address, stEthAmount: bigint): bigint {
  const { wstEth } = pool.state.config;
  const wstEthAmount = getSharesByPooledEth(pool, stEthAmount);
  check(wstEthAmount !== 0n, "NothingToConvert", stEthAmount);
  mint(pool, wstEth, sender, wstEthAmount);
  transferFrom(pool, wstEth, sender, wstEth, stEthAmount);
  return wstEthAmount;
}

/** @returns stETH sent */
export function unwrap(pool: Pool, sender: Address, wstEthAmount: bigint): bigint {
  const { wstEth } = pool.state.config;
  const stEthAmount = getPooledEthByShares(pool, wstEthAmount);
  check(stEthAmount !== 0n, "NothingToConvert", wstEthAmount);
  burn(pool, wstEth, sender, wstEthAmount);
  transfer(pool, wstEth, sender, stEthAmount);
  return stEthAmount;
}

/** Ether sent to the wrapper is staked, and its shares minted to the sender. */
export function stakeAndWrap(pool: Pool, sender: Address, value: bigint): void {
  const { wstEth } = pool.state.config;
  mint(pool, wstEth, sender, submit(pool, wstEth, value, ZERO_ADDRESS));
}
