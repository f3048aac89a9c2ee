import { check } from "../shared/revert.ts";
import { type Address, keyOf, ZERO_ADDRESS, emit } from "../shared/machine.ts";
import { add, mulDivDown, mulDivUp } from "../shared/uint.ts";
import type { Pool } from "./pool.ts";

/**
 * An ERC-20 whose balances are shares times a rate: ⌊shares × pooled ether / all shares⌋. A transfer of an amount moves
 * ⌊amount × all shares / pooled ether⌋ shares, so a wei or two less may arrive. Allowances are amounts.
 */

const UNLIMITED = (1n << 256n) - 1n;

/** ⌊s × pooled / all⌋ */
export const toWeiDown = (shares: bigint, pooledWei: bigint, totalShares: bigint): bigint =>
  mulDivDown(shares, pooledWei, totalShares);

export const getTotalPooledEther = ({ state }: Pool): bigint => state.bufferedEther + state.validatorsEther;

export const sharesOf = ({ state }: Pool, account: Address): bigint => state.shares.get(account) ?? 0n;

export const getPooledEthByShares = (pool: Pool, shares: bigint): bigint =>
  toWeiDown(shares, getTotalPooledEther(pool), pool.state.totalShares);

export const getSharesByPooledEth = (pool: Pool, amountWei: bigint): bigint =>
  mulDivDown(amountWei, pool.state.totalShares, getTotalPooledEther(pool));

/** What shares cost to whoever spends an allowance on them: rounded up, so that no dust is free. */
export const toWeiUp = (pool: Pool, shares: bigint): bigint =>
  mulDivUp(shares, getTotalPooledEther(pool), pool.state.totalShares);

export const balanceOf = (pool: Pool, account: Address): bigint => getPooledEthByShares(pool, sharesOf(pool, account));

export const allowance = ({ state }: Pool, owner: Address, spender: Address): bigint =>
  state.spendable.get(keyOf(owner, spender)) ?? 0n;

export function approve(pool: Pool, sender: Address, spender: Address, value: bigint): boolean {
  check(spender !== ZERO_ADDRESS, "ERC20InvalidSpender", spender);
  pool.state.spendable = pool.state.spendable.set(keyOf(sender, spender), value);
  emit(pool, pool.state.config.stEth, "Approval", { owner: sender, spender, value });
  return true;
}

export function transfer(pool: Pool, sender: Address, to: Address, amountWei: bigint): boolean {
  move(pool, sender, to, getSharesByPooledEth(pool, amountWei), amountWei);
  return true;
}

export function transferFrom(pool: Pool, sender: Address, from: Address, to: Address, amountWei: bigint): boolean {
  spend(pool, sender, from, amountWei);
  return transfer(pool, from, to, amountWei);
}

/** @returns the amount that the shares stand for */
export function transferShares(pool: Pool, sender: Address, to: Address, shares: bigint): bigint {
  const amountWei = getPooledEthByShares(pool, shares);
  move(pool, sender, to, shares, amountWei);
  return amountWei;
}

export function transferSharesFrom(pool: Pool, sender: Address, from: Address, to: Address, shares: bigint): bigint {
  const amountWei = getPooledEthByShares(pool, shares);
  spend(pool, sender, from, toWeiUp(pool, shares));
  move(pool, from, to, shares, amountWei);
  return amountWei;
}

export function mintShares(pool: Pool, to: Address, shares: bigint): void {
  const { state } = pool;
  state.totalShares = add(state.totalShares, shares);
  state.shares = state.shares.set(to, sharesOf(pool, to) + shares);
  emit(pool, state.config.stEth, "TransferShares", { from: ZERO_ADDRESS, to, shares });
}

export function burnShares(pool: Pool, from: Address, shares: bigint): void {
  take(pool, from, shares);
  pool.state.totalShares -= shares;
}

function take(pool: Pool, from: Address, shares: bigint): void {
  const held = sharesOf(pool, from);
  check(held >= shares, "ERC20InsufficientBalance", from, held, shares);
  pool.state.shares = pool.state.shares.set(from, held - shares);
}

function move(pool: Pool, from: Address, to: Address, shares: bigint, value: bigint): void {
  const { state } = pool;
  check(to !== ZERO_ADDRESS && to !== state.config.stEth, "ERC20InvalidReceiver", to);
  take(pool, from, shares);
  state.shares = state.shares.set(to, sharesOf(pool, to) + shares);
  emit(pool, state.config.stEth, "Transfer", { from, to, value });
  emit(pool, state.config.stEth, "TransferShares", { from, to, shares });
}

function spend(pool: Pool, spender: Address, owner: Address, amountWei: bigint): void {
  const allowed = allowance(pool, owner, spender);
  if (allowed === UNLIMITED) return;
  check(allowed >= amountWei, "ERC20InsufficientAllowance", spender, allowed, amountWei);
  pool.state.spendable = pool.state.spendable.set(keyOf(owner, spender), allowed - amountWei);
}
