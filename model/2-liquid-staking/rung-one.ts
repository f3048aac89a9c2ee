import { FAR_FUTURE_EPOCH, SHARD_COMMITTEE_PERIOD } from "../1-staking/consensus.ts";
import type { ChainState } from "../1-staking/state.ts";
import { currentEpoch, standingNow, validatorOf } from "../1-staking/validators.ts";
import { onRungOne } from "../1-staking/within.ts";
import type { Pool } from "./pool.ts";

/** What the pool sees of rung 1. */

/** A validator as a report reads it. */
export interface Seen {
  readonly balanceGwei: bigint;
  /** Deposits that wait to be applied. */
  readonly waitingGwei: bigint;
  readonly leaves: boolean;
  /** Old enough for consensus to hear its request to leave. */
  readonly isHeard: boolean;
  /** All of its balance may be swept. */
  readonly isWithdrawable: boolean;
}

export function see(pool: Pool, index: number): Seen {
  return onRungOne(pool, (chain) => {
    const { deposits } = validatorOf(chain, index);
    const { balanceGwei, depositsApplied, activationEpoch, exitEpoch, withdrawableEpoch } = standingNow(chain, index);
    const epoch = currentEpoch(chain);
    return {
      balanceGwei,
      waitingGwei: deposits.slice(depositsApplied).reduce((sum, { amountGwei }) => sum + amountGwei, 0n),
      leaves: exitEpoch !== FAR_FUTURE_EPOCH,
      isHeard: activationEpoch <= epoch && epoch - activationEpoch >= SHARD_COMMITTEE_PERIOD,
      isWithdrawable: withdrawableEpoch <= epoch,
    };
  });
}

/** Whether a validator was on its way out in an earlier state. Only what is written down sends it there. */
export const leftIn = ({ validators }: ChainState, index: number): boolean =>
  (validators[index]?.written.exitEpoch ?? FAR_FUTURE_EPOCH) !== FAR_FUTURE_EPOCH;
