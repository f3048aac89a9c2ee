import type { PoolState } from "../../2-liquid-staking/pool.ts";
import { keyOf, type Address, type Machine } from "../../shared/machine.ts";
import { type Bucket, NO_BUCKET } from "../../shared/leaky-bucket.ts";

/** Where a reserve stands, and who may call it. */
export interface ReserveConfig {
  readonly at: Address;
  readonly vault: Address;
  readonly restaker: Address;
  readonly instantExit: Address;
  /** Who has every role. */
  readonly governor: Address;
}

/** What a slot holds of a strategy, in wei of its token. */
export interface Restaked {
  readonly strategy: Address;
  readonly quantity: bigint;
}

/** What restaker and delegators say when the reserve asks them: it comes from the core, and is an input here. */
export interface Neighbours {
  /** Least value of a leg. */
  readonly minLegAssets: bigint;
  /** The strategy of the reserve's LST, if there is one. */
  readonly strategy: Address | undefined;
  readonly restaked: readonly Restaked[];
  /** A delegator cannot be read. */
  readonly broken: boolean;
}

/** What a reserve stores, over everything that the LST stores. */
export interface ReserveState extends PoolState {
  readonly reserve: ReserveConfig;
  readonly neighbours: Neighbours;
  /** LST that came through the vault and the restaker and is here, in its wei. */
  readonly idleLst: bigint;
  /** LST that went to strategies and the exit queue and has not come back, as far as it was counted. */
  readonly awayLst: bigint;
  /** Most that the vault may have of the LST when a deposit comes. */
  readonly capAssets: bigint;
  readonly inflow: Bucket;
  /** Requests in the exit queue that are not claimed in full. */
  readonly exitIds: readonly bigint[];
  readonly isRetiring: boolean;
}

export type Reserve = Machine<ReserveState>;

const UNLIMITED = (1n << 256n) - 1n;

/** A reserve that was just deployed over its LST: without limits set, it takes no deposit. */
export function newReserve(pool: PoolState, reserve: ReserveConfig): ReserveState {
  const { wstEth, queue } = pool.config;
  return {
    ...pool,
    allowances: pool.allowances.set(keyOf(wstEth, reserve.at, queue), UNLIMITED),
    reserve,
    neighbours: { minLegAssets: 0n, strategy: undefined, restaked: [], broken: false },
    idleLst: 0n,
    awayLst: 0n,
    capAssets: 0n,
    inflow: NO_BUCKET,
    exitIds: [],
    isRetiring: false,
  };
}
