import { type Address, type Machine, ZERO_ADDRESS } from "../../../shared/machine.ts";
import { Table } from "../../../shared/table.ts";
import { NOTHING_TOLD, type Neighbours } from "./neighbours.ts";

/** Where a restaker and its parts stand, and between whom. */
export interface RestakerConfig {
  readonly restaker: Address;
  readonly rules: Address;
  readonly keys: Address;
  /** The vault, which is its own exit queue. */
  readonly vault: Address;
  /** Delegation, allocations and exposure in one. */
  readonly core: Address;
  readonly beaconChainEth: Address;
  /** Who has every role. */
  readonly governor: Address;
  /** Where the delegators of slots will stand, by the number of the slot. */
  readonly clones: readonly Address[];
}

export interface Slot {
  readonly delegator: Address;
  /** Whom it was given to. */
  readonly operator: Address;
  readonly weightBps: bigint;
  readonly capAssets: bigint;
}

export interface Limits {
  readonly minLegAssets: bigint;
  readonly unwindIntervalSeconds: bigint;
  readonly minMagnitudeWad: bigint;
  readonly reactionBlocks: bigint;
  readonly maxSets: bigint;
  readonly trimToleranceBps: bigint;
}

export interface Key {
  readonly pubkey: string;
  readonly signature: string;
  readonly depositDataRoot: string;
}

/** What the restaker, its rules and its keys store, and what its neighbours say. */
export interface RestakerState {
  readonly config: RestakerConfig;
  readonly neighbours: Neighbours;
  readonly slots: readonly Slot[];
  readonly limits: Limits;
  /** Slot i as bit i, by operator. */
  readonly slotsOf: Table<bigint>;
  /** By slot. */
  readonly formersUntilBlock: Table<bigint>;
  /** The core's beacon chain strategy, then those of LSTs. */
  readonly strategies: readonly Address[];
  readonly reserveOf: Table<Address>;
  readonly strategyOf: Table<Address>;
  readonly isRetiring: Table<true>;
  /** When the last withdrawal was queued, by slot and strategy. */
  readonly unwoundAt: Table<bigint>;
  readonly trimmedAt: Table<bigint>;
  readonly caps: readonly { readonly avs: Address; readonly capAssets: bigint }[];
  /** Keys that wait, by slot. */
  readonly keys: Table<readonly Key[]>;
  readonly registered: Table<true>;
}

export type Restaker = Machine<RestakerState>;

const NO_LIMITS: Limits = {
  ...{ minLegAssets: 0n, unwindIntervalSeconds: 0n, minMagnitudeWad: 0n },
  ...{ reactionBlocks: 0n, maxSets: 0n, trimToleranceBps: 0n },
};

/** A restaker that was just deployed: without slots, limits and strategies but the first. */
export const newRestaker = (config: RestakerConfig): RestakerState => ({
  config,
  neighbours: NOTHING_TOLD,
  slots: [],
  limits: NO_LIMITS,
  slotsOf: Table.empty(),
  formersUntilBlock: Table.empty(),
  strategies: [config.beaconChainEth],
  reserveOf: Table.empty(),
  strategyOf: Table.empty(),
  isRetiring: Table.empty(),
  unwoundAt: Table.empty(),
  trimmedAt: Table.empty(),
  caps: [],
  keys: Table.empty(),
  registered: Table.empty(),
});

/** The reserve of a strategy's LST; zero for one that is not listed. */
export const reserveOf = ({ state }: Restaker, strategy: Address): Address =>
  state.reserveOf.get(strategy) ?? ZERO_ADDRESS;
