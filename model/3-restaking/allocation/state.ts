import type { Address } from "../../shared/machine.ts";
import type { Table } from "../../shared/table.ts";
import type { SetKey } from "../libraries/operator-set-lib.ts";
import type { Snapshots } from "../libraries/snapshots.ts";
import type { Allocation } from "../types.ts";

export interface Operator {
  /** Both undefined for who never registered as an operator. */
  readonly delay: bigint | undefined;
  readonly pendingDelay: bigint | undefined;
  readonly delayEffectBlock: bigint;
  readonly registeredSets: readonly SetKey[];
  readonly allocatedSets: readonly SetKey[];
}

/** An operator in a strategy. */
export interface Magnitudes {
  readonly max: bigint;
  readonly encumbered: bigint;
  /** The maximum by block. */
  readonly history: Snapshots;
  /** Sets whose deallocations wait, oldest first. */
  readonly deallocations: readonly SetKey[];
}

/** An operator in a set. */
export interface Membership {
  readonly registered: boolean;
  readonly slashableUntil: bigint;
  /** Strategies in which something is allocated, or will be. */
  readonly strategies: readonly Address[];
}

export interface Service {
  /** Zero: the service itself. */
  readonly registrar: Address;
  readonly announced: boolean;
  readonly sets: bigint;
}

export interface Pending {
  readonly slasher: Address;
  readonly effectBlock: bigint;
}

/** A set that exists. */
export interface SetRecord {
  readonly slasher: Address;
  readonly pendingSlasher: Pending | undefined;
  readonly members: readonly Address[];
  readonly slashes: bigint;
  readonly strategies: readonly Address[];
  readonly recipient: Address;
}

export interface AllocationState {
  readonly operators: Table<Operator>;
  readonly services: Table<Service>;
  /** By set. */
  readonly sets: Table<SetRecord>;
  /** By operator and set. */
  readonly memberships: Table<Membership>;
  /** By operator and strategy. */
  readonly magnitudes: Table<Magnitudes>;
  /** By operator, set and strategy. What its effect block has passed may not be applied yet. */
  readonly allocations: Table<Allocation>;
}
