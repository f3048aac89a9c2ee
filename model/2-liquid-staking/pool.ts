import type { ChainState } from "../1-staking/state.ts";
import type { TokenState } from "../shared/erc20.ts";
import type { Address, Hash, Machine } from "../shared/machine.ts";
import { Table } from "../shared/table.ts";

/** What a pool is deployed with. */
export interface PoolConfig {
  readonly stEth: Address;
  readonly wstEth: Address;
  readonly queue: Address;
  readonly guardian: Address;
  readonly curator: Address;
  readonly treasury: Address;
  readonly feeBps: bigint;
  readonly maxReportAgeSeconds: bigint;
  readonly batchIntervalSeconds: bigint;
}

export interface Request {
  readonly owner: Address;
  readonly shares: bigint;
  readonly batch: bigint;
  readonly claimedWei: bigint;
}

export interface Batch {
  readonly shares: bigint;
  readonly unfilledShares: bigint;
  readonly filledWei: bigint;
  readonly claimedWei: bigint;
  readonly unclaimedRequests: bigint;
}

export interface Key {
  readonly pubkey: string;
  readonly signature: string;
}

/** A validator of the pool, and the key that it runs with. */
export interface Staked {
  readonly index: number;
  readonly key: Key;
}

/** A report that is not complete: what was read of one state of rung 1. */
export interface Frame {
  readonly root: Hash;
  readonly arrivedWei: bigint;
  readonly position: number;
  readonly sumGwei: bigint;
  readonly exitingGwei: bigint;
}

/** Everything that token, wrapper and exit queue store, over rung 1. Balances of {@link TokenState} are the wrapper's. */
export interface PoolState extends TokenState {
  readonly config: PoolConfig;
  /** Rung 1. */
  readonly chain: ChainState;
  readonly totalShares: bigint;
  readonly shares: Table<bigint>;
  /** Of stETH, by owner and spender, in wei. */
  readonly spendable: Table<bigint>;
  /** Permits used, by token and owner. */
  readonly nonces: Table<bigint>;
  readonly keys: readonly Key[];
  /** How many of the keys were used or dropped. */
  readonly keysUsed: number;
  /** Oldest first. */
  readonly staying: readonly Staked[];
  readonly exiting: readonly Staked[];
  /** Indexes of all validators that were ever staked here. */
  readonly ours: Table<true>;
  readonly frame: Frame | undefined;
  /** Rung 1 as the last complete report read it. */
  readonly reported: ChainState;
  readonly bufferedEther: bigint;
  readonly validatorsEther: bigint;
  readonly exitingEther: bigint;
  /** Seconds. */
  readonly lastReportTimestamp: bigint;
  readonly poolPaused: boolean;
  readonly queuePaused: boolean;
  readonly openBatch: bigint;
  readonly firstUnfilled: bigint;
  readonly lastClose: bigint;
  readonly lastRequestId: bigint;
  readonly lockedWei: bigint;
  readonly closedUnfilledShares: bigint;
  readonly requests: Table<Request>;
  readonly batches: Table<Batch>;
  /** Wei that lie at the token and at the queue, and what others were paid. */
  readonly ether: Table<bigint>;
}

export type Pool = Machine<PoolState>;

export const NOBODY: Address = `0x${"dead".padStart(40, "0")}`;

/** A pool that was just deployed over rung 1, with ether that belongs to nobody. */
export function newPool(config: PoolConfig, chain: ChainState, bootstrapWei: bigint, timestamp: bigint): PoolState {
  return {
    config,
    chain,
    supplies: Table.empty<bigint>().set(config.wstEth, 0n),
    balances: Table.empty(),
    allowances: Table.empty(),
    totalShares: bootstrapWei,
    shares: Table.empty<bigint>().set(NOBODY, bootstrapWei),
    spendable: Table.empty(),
    nonces: Table.empty(),
    keys: [],
    keysUsed: 0,
    staying: [],
    exiting: [],
    ours: Table.empty(),
    frame: undefined,
    reported: chain,
    bufferedEther: bootstrapWei,
    validatorsEther: 0n,
    exitingEther: 0n,
    lastReportTimestamp: timestamp,
    poolPaused: false,
    queuePaused: false,
    openBatch: 1n,
    firstUnfilled: 1n,
    lastClose: 0n,
    lastRequestId: 0n,
    lockedWei: 0n,
    closedUnfilledShares: 0n,
    requests: Table.empty(),
    batches: Table.empty(),
    ether: Table.empty<bigint>().set(config.stEth, bootstrapWei),
  };
}
