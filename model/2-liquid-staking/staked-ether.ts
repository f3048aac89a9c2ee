import { check } from "../shared/revert.ts";
import { type Address, ZERO_ADDRESS, emit } from "../shared/machine.ts";
import { mulDivDown } from "../shared/uint.ts";
import { etherOf, pay, type Pool, receive } from "./pool.ts";
import {
  burnShares,
  getPooledEthByShares,
  getSharesByPooledEth,
  getTotalPooledEther,
  mintShares,
  toWeiUp,
} from "./rebasing-shares.ts";

/**
 * Liquid staking: ether for shares at the rate, validators out of the buffer, reports that move the rate, and what the
 * exit queue takes. Validators themselves are rung 1's: a report is told what they have.
 */

const BPS = 10_000n;
const VALIDATOR_WEI = 32n * 10n ** 18n;

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

/**
 * Turns buffered ether into validators while keys last; what the queue waits for stays. The ether leaves for rung 1.
 * @returns how many
 */
export function stakeBuffered(pool: Pool, maxValidators: bigint, keys: bigint): bigint {
  const { state } = pool;
  const open = state.batches.get(String(state.openBatch))?.shares ?? 0n;
  const keptWei = toWeiUp(pool, state.closedUnfilledShares + open);
  let staked = 0n;
  while (staked < maxValidators && staked < keys && state.bufferedEther >= keptWei + VALIDATOR_WEI) {
    state.bufferedEther -= VALIDATOR_WEI;
    state.validatorsEther += VALIDATOR_WEI;
    receive(pool, state.config.stEth, -VALIDATOR_WEI);
    staked++;
  }
  return staked;
}

/** What rung 1 says of a pool's validators. */
export interface ValidatorsSeen {
  /** Names the state that was read. */
  readonly root: string;
  readonly count: bigint;
  /** Balances, with deposits under way. */
  readonly balancesWei: bigint;
  /** Balances of those on their way out. */
  readonly exitingWei: bigint;
}

/** A whole report, read and completed in one call. A gain pays the fee in new shares, worth that part at the new rate. */
export function report(pool: Pool, { root, count, balancesWei, exitingWei }: ValidatorsSeen): boolean {
  const { state, block } = pool;
  const { stEth } = state.config;
  const arrivedWei = etherOf(pool, stEth) - state.bufferedEther;
  emit(pool, stEth, "ReportStarted", { root, validators: count, cashWei: arrivedWei });
  const beforeWei = getTotalPooledEther(pool);
  state.bufferedEther += arrivedWei;
  state.validatorsEther = balancesWei;
  state.exitingEther = exitingWei;
  const afterWei = getTotalPooledEther(pool);
  const feeShares = afterWei > beforeWei ? mintFee(pool, afterWei - beforeWei, afterWei) : 0n;
  state.lastReportTimestamp = block.timestamp;
  emit(pool, stEth, "Reported", {
    timestamp: block.timestamp,
    pooledEtherBeforeWei: beforeWei,
    pooledEtherAfterWei: afterWei,
    sweptWei: arrivedWei,
    feeShares,
  });
  return true;
}

export const reportOverdue = ({ state, block }: Pool): boolean =>
  block.timestamp > state.lastReportTimestamp + state.config.maxReportAgeSeconds;

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

function mintFee(pool: Pool, gainWei: bigint, afterWei: bigint): bigint {
  const { state } = pool;
  const feeWei = gainWei * state.config.feeBps;
  const feeShares = mulDivDown(feeWei, state.totalShares, afterWei * BPS - feeWei);
  if (feeShares > 0n) mintShares(pool, state.config.treasury, feeShares);
  return feeShares;
}
