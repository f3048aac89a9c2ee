import type { Address } from "../../../shared/machine.ts";
import { Table } from "../../../shared/table.ts";

/** What a restaker's neighbours say and do: vault and queue, core and exposure, delegators, reserves and strategies. */

export interface ToldVault {
  readonly idle: bigint;
  /** Of it, what the exit queue needs. */
  readonly reserved: bigint;
  readonly recognised: bigint;
  readonly lockedProfit: bigint;
  readonly feesOwed: bigint;
  readonly rateWad: bigint;
  readonly closedShares: bigint;
  readonly openShares: bigint;
  readonly isWoundUp: boolean;
  readonly components: readonly Address[];
  /** What a component was worth when a move or a sync of it ended; it can be below zero. */
  readonly records: Table<bigint>;
  /** By LST. */
  readonly reserves: Table<Address>;
}

export interface ToldOperator {
  readonly isOperator: boolean;
  readonly hasDelay: boolean;
  readonly setsBroken: boolean;
  readonly delayBlocks: bigint;
  readonly sets: bigint;
}

/** A withdrawal as the core stores it. */
export interface Withdrawal {
  readonly staker: Address;
  readonly delegatedTo: Address;
  readonly withdrawer: Address;
  readonly nonce: bigint;
  readonly startBlock: bigint;
  readonly strategies: readonly Address[];
  readonly scaledShares: readonly bigint[];
}

export interface ToldCore {
  readonly minWithdrawalDelayBlocks: bigint;
  /** Whether nothing comes back as shares. */
  readonly refusesShares: boolean;
  readonly operators: Table<ToldOperator>;
  /** By operator and strategy. */
  readonly magnitudes: Table<bigint>;
  /** Of native stake, by operator. */
  readonly operatorShares: Table<bigint>;
  /** By operator and service. */
  readonly reaches: Table<bigint>;
  readonly losses: Table<{ readonly maximum: bigint; readonly staying: bigint }>;
  readonly delegatedTo: Table<Address>;
  /** By staker and strategy. */
  readonly deposits: Table<bigint>;
  readonly shares: Table<bigint>;
  /** By staker, as the core lists them. */
  readonly roots: Table<readonly string[]>;
  readonly withdrawals: Table<Withdrawal>;
  /** What a withdrawal would pay now. */
  readonly queued: Table<readonly bigint[]>;
  readonly usedKeys: Table<true>;
  /** What penalties have taken of a pod, by staker. */
  readonly penalties: Table<bigint>;
  readonly count: bigint;
}

export interface ToldSlot {
  readonly broken: boolean;
  readonly podGwei: bigint;
  /** What validators bring that were asked to leave. */
  readonly leavingAssets: bigint;
  /** By strategy. */
  readonly doubts: Table<true>;
  /** Restaked gwei, by key. */
  readonly validators: Table<bigint>;
}

export interface ToldReserve {
  readonly lst: Address;
  readonly idleLst: bigint;
  readonly rateWad: bigint;
  readonly exitable: boolean;
  readonly broken: boolean;
  readonly isRetiring: boolean;
  readonly exits: Table<bigint>;
  readonly lastExit: bigint;
}

/** So many shares are worth so much of a strategy's token. */
export interface ToldStrategy {
  readonly lst: Address;
  readonly amount: bigint;
  readonly shares: bigint;
  readonly broken: boolean;
}

export interface Neighbours {
  readonly vault: ToldVault;
  readonly core: ToldCore;
  readonly delegators: Table<ToldSlot>;
  readonly reserves: Table<ToldReserve>;
  readonly strategies: Table<ToldStrategy>;
}

export const NEW_SLOT: ToldSlot = {
  ...{ broken: false, podGwei: 0n, leavingAssets: 0n },
  ...{ doubts: Table.empty<true>(), validators: Table.empty<bigint>() },
};

/** Of an LST of which nothing has been said yet. */
export const newReserve = (lst: Address): ToldReserve => ({
  ...{ lst, idleLst: 0n, rateWad: 0n, exitable: false, broken: false, isRetiring: false, lastExit: 0n },
  exits: Table.empty(),
});

export const NOTHING_TOLD: Neighbours = {
  vault: {
    ...{ idle: 0n, reserved: 0n, recognised: 0n, lockedProfit: 0n, feesOwed: 0n },
    ...{ rateWad: 0n, closedShares: 0n, openShares: 0n, isWoundUp: false },
    ...{ components: [], records: Table.empty<bigint>(), reserves: Table.empty<Address>() },
  },
  core: {
    ...{ minWithdrawalDelayBlocks: 0n, refusesShares: false, operators: Table.empty<ToldOperator>() },
    ...{ magnitudes: Table.empty<bigint>(), operatorShares: Table.empty<bigint>(), reaches: Table.empty<bigint>() },
    ...{ losses: Table.empty(), penalties: Table.empty<bigint>() },
    ...{ delegatedTo: Table.empty<Address>(), deposits: Table.empty<bigint>(), shares: Table.empty<bigint>() },
    ...{ roots: Table.empty<readonly string[]>(), withdrawals: Table.empty<Withdrawal>() },
    ...{ queued: Table.empty<readonly bigint[]>(), usedKeys: Table.empty<true>(), count: 0n },
  },
  delegators: Table.empty(),
  reserves: Table.empty(),
  strategies: Table.empty(),
};
