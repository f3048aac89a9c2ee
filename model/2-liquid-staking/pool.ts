import type { TokenState } from "../shared/erc20.ts";
import type { Address, Machine } from "../shared/machine.ts";
import { Table } from "../shared/table.ts";

/** What a pool is deployed with. */
export interface PoolConfig {
  readonly stEth: Address;
  readonly wstEth: Address;
  readonly queue: Address;
  readonly guardian: Address;
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

/** Everything that token, wrapper and exit queue store. Balances of {@link TokenState} are the wrapper's. */
export interface PoolState extends TokenState {
  readonly config: PoolConfig;
  readonly totalShares: bigint;
  readonly shares: Table<bigint>;
  /** Of stETH, by owner and spender, in wei. */
  readonly spendable: Table<bigint>;
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

/** A pool that was just deployed, with ether that belongs to nobody. */
export function newPool(config: PoolConfig, bootstrapWei: bigint, timestamp: bigint): PoolState {
  return {
    config,
    supplies: Table.empty<bigint>().set(config.wstEth, 0n),
    balances: Table.empty(),
    allowances: Table.empty(),
    totalShares: bootstrapWei,
    shares: Table.empty<bigint>().set(NOBODY, bootstrapWei),
    spendable: Table.empty(),
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

export const etherOf = ({ state }: Pool, account: Address): bigint => state.ether.get(account) ?? 0n;

/** Ether comes to an account, or less than none: it leaves. */
export function receive({ state }: Pool, account: Address, wei: bigint): void {
  state.ether = state.ether.set(account, (state.ether.get(account) ?? 0n) + wei);
}

/** Ether goes from the token or the queue to an account. */
export function pay(pool: Pool, from: Address, to: Address, wei: bigint): void {
  pool.state.ether = pool.state.ether.set(from, etherOf(pool, from) - wei);
  receive(pool, to, wei);
}
