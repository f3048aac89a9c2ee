import type { Address, Hash } from "../../shared/machine.ts";
import type { Table } from "../../shared/table.ts";
import type { Snapshots } from "../libraries/snapshots.ts";
import type { Withdrawal } from "../types.ts";

export interface Staker {
  /** Zero for nobody. */
  readonly delegatedTo: Address;
  readonly queuedEver: bigint;
  /** Roots of what is queued, in the order of the contract's list. */
  readonly queued: readonly Hash[];
}

/** What an operator answers for in a strategy. */
export interface Stake {
  readonly shares: bigint;
  /** Scaled shares that its stakers have queued so far, added up, by block. */
  readonly queued: Snapshots;
}

export interface DelegationState {
  readonly stakers: Table<Staker>;
  /** By staker and strategy; 1e18 where none is kept. */
  readonly scalingFactors: Table<bigint>;
  /** By operator and strategy. */
  readonly stakes: Table<Stake>;
  /** By root. */
  readonly withdrawals: Table<Withdrawal>;
  /** By operator. */
  readonly delegationApprovers: Table<Address>;
  /** By approver and salt. */
  readonly spentSalts: Table<true>;
}
