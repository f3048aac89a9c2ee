import { GWEI } from "../1-staking/consensus.ts";
import { withdrawalRequestFee } from "../1-staking/exits.ts";
import type { Address } from "../shared/machine.ts";
import { check } from "../shared/revert.ts";
import { onRungOne, pay, receive } from "../1-staking/within.ts";
import type { Pool } from "./pool.ts";
import { toWeiUp } from "./rebasing-shares.ts";
import { leftIn, see } from "./rung-one.ts";
import { requestExit, stakeNextKey, VALIDATOR_WEI } from "./validator-keys.ts";

/**
 * Ether on its way to validators and back. The exit queue comes first: what it waits for is not staked, and where it waits
 * for more than is there or under way, anybody makes the oldest validators leave.
 */

/**
 * Turns buffered ether into validators, but for what the queue waits for. What a report has read is of no use then: a
 * deposit makes another state. @returns how many
 */
export function stakeBuffered(pool: Pool, _sender: Address, maxValidators: bigint): bigint {
  const { state } = pool;
  const open = state.batches.get(String(state.openBatch))?.shares ?? 0n;
  const keptWei = toWeiUp(pool, state.closedUnfilledShares + open);
  let staked = 0n;
  while (staked < maxValidators && state.bufferedEther >= keptWei + VALIDATOR_WEI) {
    const validator = stakeNextKey(pool);
    if (validator === undefined) break;
    state.bufferedEther -= VALIDATOR_WEI;
    state.validatorsEther += VALIDATOR_WEI;
    state.staying = [...state.staying, validator];
    staked++;
  }
  return staked;
}

/**
 * Makes the oldest validators leave until closed batches can be paid. One that leaves by itself costs no request; it
 * counts as on its way from now on, unless the last report has counted it. @returns how many were asked
 */
export function exitForQueue(pool: Pool, sender: Address, value: bigint, maxValidators: bigint): bigint {
  const { state } = pool;
  const { stEth } = state.config;
  receive(pool, stEth, value);
  const neededWei = toWeiUp(pool, state.closedUnfilledShares);
  const feeWei = onRungOne(pool, withdrawalRequestFee);
  let [asked, leftWei] = [0n, value];
  for (let oldest = state.staying[0]; oldest !== undefined && asked < maxValidators; [oldest] = state.staying) {
    if (state.bufferedEther + state.exitingEther >= neededWei) break;
    const { leaves, isHeard, balanceGwei } = see(pool, oldest.index);
    if (!leaves) {
      // those after it are younger
      if (!isHeard) break;
      check(leftWei >= feeWei, "FeeNotCovered", feeWei, leftWei);
      leftWei -= feeWei;
      requestExit(pool, oldest, feeWei);
      asked++;
    }
    if (!leftIn(state.reported, oldest.index)) state.exitingEther += balanceGwei * GWEI;
    state.staying = state.staying.slice(1);
    state.exiting = [...state.exiting, oldest];
    state.frame = undefined;
  }
  pay(pool, stEth, sender, leftWei);
  return asked;
}

/** Takes a validator that has withdrawn everything off the list; the last takes its place. */
export function forget(pool: Pool, _sender: Address, position: bigint): void {
  const { state } = pool;
  const found = state.exiting[Number(position)];
  check(found !== undefined, "NoSuchPosition", position, state.exiting.length);
  const { balanceGwei, waitingGwei, isWithdrawable } = see(pool, found.index);
  check(isWithdrawable && balanceGwei === 0n && waitingGwei === 0n, "NotWithdrawn", found.index);
  const last = state.exiting.at(-1) as typeof found;
  state.exiting = state.exiting.with(Number(position), last).slice(0, -1);
  state.frame = undefined;
}

/** Indexes of those that stay, and of those that leave. */
export const validators = ({ state }: Pool): [number[], number[]] => [
  state.staying.map(({ index }) => index),
  state.exiting.map(({ index }) => index),
];
