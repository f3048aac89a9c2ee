import type { Address, Hash, Machine } from "../shared/machine.ts";
import type { Table } from "../shared/table.ts";

/** A network, of which the validators here are a part. */
export interface ChainConfig {
  readonly at: Address;
  /** Who reports faults and penalties. */
  readonly network: Address;
  readonly genesisTime: bigint;
  readonly totalActiveBalanceGwei: bigint;
  /** Of a whole ETH of effective balance and an epoch. */
  readonly baseRewardPerIncrementGwei: bigint;
  readonly depositChurnLimitGwei: bigint;
  readonly exitChurnLimitGwei: bigint;
  readonly consolidationChurnLimitGwei: bigint;
}

/** A validator as it was in an epoch, and what it has earned and lost since that was last written down. */
export interface Standing {
  readonly epoch: bigint;
  readonly balanceGwei: bigint;
  readonly effectiveGwei: bigint;
  readonly activationEpoch: bigint;
  readonly exitEpoch: bigint;
  readonly withdrawableEpoch: bigint;
  readonly depositsApplied: number;
  readonly slashed: boolean;
  /** Credentials of type 0x02, of its first deposit or since. */
  readonly isCompounding: boolean;
  /** Goes into another validator once it may withdraw. */
  readonly isSource: boolean;
  /** What it took there. */
  readonly movedGwei: bigint;
  readonly rewardGwei: bigint;
  readonly penaltyGwei: bigint;
}

export interface PendingDeposit {
  readonly amountGwei: bigint;
  /** When its turn comes. */
  readonly turn: bigint;
}

export interface Partial {
  readonly amountGwei: bigint;
  readonly withdrawableEpoch: bigint;
}

/** What another validator brings at the start of an epoch. */
export interface Incoming {
  readonly source: number;
  readonly epoch: bigint;
}

export interface Validator {
  readonly pubkeyHash: Hash;
  /** Of its first deposit, 32 bytes in hex: a type and an address. */
  readonly credentials: string;
  readonly written: Standing;
  readonly deposits: readonly PendingDeposit[];
  readonly partials: readonly Partial[];
  readonly partialsDone: number;
  readonly partialsPendingGwei: bigint;
  readonly incoming: readonly Incoming[];
}

/** What is through a churn, and when. */
export interface Churn {
  readonly epoch: bigint;
  readonly leftGwei: bigint;
  readonly count: bigint;
  readonly total: bigint;
}

/** Requests of the execution layer, as the last block with one began. */
export interface Meter {
  readonly block: bigint;
  readonly excess: bigint;
  readonly waiting: bigint;
  readonly count: bigint;
}

export interface ChainState {
  readonly config: ChainConfig;
  readonly issuanceReserveWei: bigint;
  /** How often a validator was written down or a deposit joined the queue. */
  readonly changes: bigint;
  readonly validators: readonly Validator[];
  readonly indexes: Table<number>;
  readonly depositQueue: Churn;
  readonly exitQueue: Churn;
  readonly consolidationQueue: Churn;
  readonly meter: Meter;
  readonly consolidationMeter: Meter;
  /** Effective balances that were slashed, with the epochs in which they were. */
  readonly slashed: readonly { readonly epoch: bigint; readonly gwei: bigint }[];
  readonly swept: Table<{ readonly block: bigint; readonly gwei: bigint }>;
}

export type Chain = Machine<ChainState>;
