import { approve, transfer, transferFrom } from "../shared/erc20.ts";
import { type Address, type Block, type Outcome, transact } from "../shared/machine.ts";
import { empty } from "../shared/revert.ts";
import { permit, permitWrapped } from "./permits.ts";
import type { Pool, PoolState } from "./pool.ts";
import * as token from "./rebasing-shares.ts";
import { report } from "./reports.ts";
import { RUNG_ONE_CALLS } from "../1-staking/within.ts";
import * as staking from "./staked-ether.ts";
import { exitForQueue, forget, stakeBuffered } from "./staking-pool.ts";
import * as queue from "./unstaking-queue.ts";
import { registerKeys } from "./validator-keys.ts";
import * as wrapper from "./wrapped-staked-ether.ts";

/**
 * What changes the pool, by contract and function; the caller comes first. `receive` is ether sent to the
 * contract, and what is sent with a call is the argument after the caller. Calls of rung 1 are those of its model.
 */
export const POOL_CALLS = {
  stEth: {
    submit: staking.submit,
    registerKeys,
    stakeBuffered,
    exitForQueue,
    forget,
    report,
    redeemQueued: staking.redeemQueued,
    returnDust: staking.returnDust,
    permit,
    approve: token.approve,
    transfer: token.transfer,
    transferFrom: token.transferFrom,
    transferShares: token.transferShares,
    transferSharesFrom: token.transferSharesFrom,
    pause: staking.pause,
    unpause: staking.unpause,
  },
  wstEth: {
    permit: permitWrapped,
    wrap: wrapper.wrap,
    unwrap: wrapper.unwrap,
    receive: wrapper.stakeAndWrap,
    approve: (pool: Pool, sender: Address, spender: Address, value: bigint) =>
      approve(pool, sender, pool.state.config.wstEth, spender, value),
    transfer: (pool: Pool, sender: Address, to: Address, value: bigint) =>
      transfer(pool, sender, pool.state.config.wstEth, to, value),
    transferFrom: (pool: Pool, sender: Address, from: Address, to: Address, value: bigint) =>
      transferFrom(pool, sender, pool.state.config.wstEth, from, to, value),
  },
  queue: {
    request: queue.request,
    requestWrapped: queue.requestWrapped,
    close: (pool: Pool) => queue.close(pool),
    fill: (pool: Pool, _sender: Address, maxBatches: bigint) => queue.fill(pool, maxBatches),
    claim: queue.claim,
    receive: queue.receiveEther,
    pause: queue.pause,
    unpause: queue.unpause,
  },
  rungOne: RUNG_ONE_CALLS,
};

export interface PoolAction {
  readonly from: Address;
  readonly contract: keyof typeof POOL_CALLS;
  readonly function: string;
  readonly args: readonly unknown[];
}

/** Plays one transaction on a pool: a state and an action in, and a state, a result or an error, and events out. */
export const stepPool = (state: PoolState, block: Block, action: PoolAction): Outcome<PoolState, unknown> =>
  transact(state, block, (pool) => call(pool, action));

/** Answers a call inside a transaction that is under way. */
export function call(pool: Pool, { from, contract, function: name, args }: PoolAction): unknown {
  const calls: Readonly<Record<string, ((pool: Pool, ...args: never[]) => unknown) | undefined>> = POOL_CALLS[contract];
  const change = calls[name];
  return change === undefined ? empty() : change(pool, ...([from, ...args] as never[]));
}
