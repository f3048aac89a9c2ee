import { GWEI } from "../1-staking/consensus.ts";
import { blockRoot } from "../1-staking/validators.ts";
import { type Address, emit } from "../shared/machine.ts";
import { mulDivDown } from "../shared/uint.ts";
import { etherOf, onRungOne } from "../1-staking/within.ts";
import type { Frame, Pool } from "./pool.ts";
import { getTotalPooledEther, mintShares } from "./rebasing-shares.ts";
import { see } from "./rung-one.ts";

/**
 * Reports move the rate: every validator is read in one state of rung 1, in as many parts as it takes. A part that was
 * read in another state than the present one is read again.
 */

const BPS = 10_000n;

/** Reads so many validators more. @returns whether the report is complete */
export function report(pool: Pool, _sender: Address, maxValidators: bigint): boolean {
  const { state } = pool;
  const root = onRungOne(pool, blockRoot);
  const all = [...state.staying, ...state.exiting];
  let frame = state.frame?.root === root ? state.frame : begin(pool, root, all.length);
  for (let read = 0n; read < maxValidators && frame.position < all.length; read++) {
    const { balanceGwei, waitingGwei, leaves } = see(pool, (all[frame.position] as (typeof all)[0]).index);
    frame = {
      ...frame,
      position: frame.position + 1,
      sumGwei: frame.sumGwei + balanceGwei + waitingGwei,
      exitingGwei: frame.exitingGwei + (leaves ? balanceGwei : 0n),
    };
  }
  const isComplete = frame.position === all.length;
  state.frame = isComplete ? undefined : frame;
  if (isComplete) complete(pool, frame);
  return isComplete;
}

export const reportOverdue = ({ state, block }: Pool): boolean =>
  block.timestamp > state.lastReportTimestamp + state.config.maxReportAgeSeconds;

function begin(pool: Pool, root: string, validators: number): Frame {
  const { stEth } = pool.state.config;
  const arrivedWei = etherOf(pool, stEth) - pool.state.bufferedEther;
  emit(pool, stEth, "ReportStarted", { root, validators, cashWei: arrivedWei });
  return { root, arrivedWei, position: 0, sumGwei: 0n, exitingGwei: 0n };
}

/** A gain pays the fee in new shares, worth that part of it at the new rate. */
function complete(pool: Pool, { arrivedWei, sumGwei, exitingGwei }: Frame): void {
  const { state, block } = pool;
  const beforeWei = getTotalPooledEther(pool);
  state.bufferedEther += arrivedWei;
  state.validatorsEther = sumGwei * GWEI;
  state.exitingEther = exitingGwei * GWEI;
  const afterWei = getTotalPooledEther(pool);
  const feeShares = afterWei > beforeWei ? mintFee(pool, afterWei - beforeWei, afterWei) : 0n;
  state.lastReportTimestamp = block.timestamp;
  state.reported = state.chain;
  emit(pool, state.config.stEth, "Reported", {
    timestamp: block.timestamp,
    pooledEtherBeforeWei: beforeWei,
    pooledEtherAfterWei: afterWei,
    sweptWei: arrivedWei,
    feeShares,
  });
}

function mintFee(pool: Pool, gainWei: bigint, afterWei: bigint): bigint {
  const { state } = pool;
  const feeWei = gainWei * state.config.feeBps;
  const feeShares = mulDivDown(feeWei, state.totalShares, afterWei * BPS - feeWei);
  if (feeShares > 0n) mintShares(pool, state.config.treasury, feeShares);
  return feeShares;
}
