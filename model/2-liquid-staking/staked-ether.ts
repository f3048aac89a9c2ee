import { check } from "../shared/revert.ts";
import { type Address, ZERO_ADDRESS, emit } from "../shared/machine.ts";
import { pay, receive } from "../1-staking/within.ts";
import type { Pool } from "./pool.ts";
import { burnShares, getPooledEthByShares, getSharesByPooledEth, mintShares } from "./rebasing-shares.ts";

/** Ether for shares at the rate, what the exit queue takes and gives back, and the guardian's switch. */

/** @returns shares minted for the ether sent */
export function submit(pool: Pool, sender: Address, value: bigint, referral: Address): bigint {
  const { state } = pool;
  check(!state.poolPaused, "CurrentlyPaused");
  const shares = getSharesByPooledEth(pool, value);
  check(shares !== 0n, "ZeroShares", value);
  receive(pool, state.config.stEth, value);
  state.bufferedEther += value;
  mintShares(pool, sender, shares);
  const amountWei = getPooledEthByShares(pool, shares);
  emit(pool, state.config.stEth, "Transfer", { from: ZERO_ADDRESS, to: sender, value: amountWei });
  emit(pool, state.config.stEth, "Submitted", { sender, amountWei: value, shares, referral });
  return shares;
}

/** Burns shares of the queue and pays it their ether. */
export function redeemQueued(pool: Pool, sender: Address, shares: bigint): bigint {
  const { state } = pool;
  const { stEth, queue } = state.config;
  check(sender === queue, "OnlyQueue", sender);
  const amountWei = getPooledEthByShares(pool, shares);
  burnShares(pool, sender, shares);
  state.bufferedEther -= amountWei;
  emit(pool, stEth, "Transfer", { from: sender, to: ZERO_ADDRESS, value: amountWei });
  emit(pool, stEth, "SharesBurnt", { account: sender, pooledEtherWei: amountWei, shares });
  pay(pool, stEth, sender, amountWei);
  return amountWei;
}

/** What the queue has over of a batch. It counts with the next report. */
export function returnDust(pool: Pool, sender: Address, value: bigint): void {
  check(sender === pool.state.config.queue, "OnlyQueue", sender);
  receive(pool, pool.state.config.stEth, value);
}

export function pause(pool: Pool, sender: Address): void {
  onlyGuardian(pool, sender);
  pool.state.poolPaused = true;
  emit(pool, pool.state.config.stEth, "Paused", { guardian: sender });
}

export function unpause(pool: Pool, sender: Address): void {
  onlyGuardian(pool, sender);
  pool.state.poolPaused = false;
  emit(pool, pool.state.config.stEth, "Unpaused", { guardian: sender });
}

function onlyGuardian({ state }: Pool, sender: Address): void {
  check(sender === state.config.guardian, "OnlyGuardian", sender);
}
