import { FAR_FUTURE_EPOCH, GWEI, SHARD_COMMITTEE_PERIOD } from "../1-staking/consensus.ts";
import { recipientOf } from "../1-staking/exits.ts";
import type { Chain, ChainState } from "../1-staking/state.ts";
import { CHAIN_CALLS } from "../1-staking/step.ts";
import { sweep } from "../1-staking/sweep.ts";
import { currentEpoch, standingNow, validatorOf } from "../1-staking/validators.ts";
import type { Address } from "../shared/machine.ts";
import { type Pool, receive } from "./pool.ts";

/** What the pool sees of rung 1, and does there, in its own transaction. */

/** Runs something of rung 1, and keeps what it changed. */
export function onRungOne<T>(pool: Pool, act: (chain: Chain) => T): T {
  const chain: Chain = { state: { ...pool.state.chain }, block: pool.block, events: pool.events };
  const value = act(chain);
  pool.state.chain = chain.state;
  return value;
}

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

/** Calls of rung 1 by anybody; what is swept arrives at the recipient. */
export const RUNG_ONE_CALLS = {
  ...Object.fromEntries(
    Object.entries(CHAIN_CALLS).map(([name, call]) => [
      name,
      (pool: Pool, sender: Address, ...args: never[]): unknown =>
        onRungOne(pool, (chain) =>
          (call as (chain: Chain, sender: Address, ...args: never[]) => unknown)(chain, sender, ...args),
        ),
    ]),
  ),
  sweep(pool: Pool, _sender: Address, index: number): bigint {
    const amountGwei = onRungOne(pool, (chain) => sweep(chain, index));
    const recipient = recipientOf(pool.state.chain.validators[index]?.credentials ?? "");
    if (recipient !== undefined) receive(pool, recipient, amountGwei * GWEI);
    return amountGwei;
  },
};
