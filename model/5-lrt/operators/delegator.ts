import type { Core } from "../../3-restaking/core.ts";
import type { PodsState } from "../../3-restaking/pods/beacon-state.ts";
import type { Address, Hash, Machine } from "../../shared/machine.ts";
import { Table } from "../../shared/table.ts";

/** Where a delegator stands, and who is around it. */
export interface DelegatorConfig {
  readonly at: Address;
  readonly vault: Address;
  readonly restaker: Address;
  readonly rewardsClaimer: Address;
  /** The book of validators that are no shares yet. */
  readonly unprovenKeys: Address;
}

/** What restaker and reserve say of a strategy that is listed. */
export interface ListedStrategy {
  readonly strategy: Address;
  /** Wei of ETH for a whole token. */
  readonly rateWad: bigint;
  /** Its worth can be read. */
  readonly isReadable: boolean;
  /** The exits of its LST are open; undefined where the reserve does not say. */
  readonly isExitable: boolean | undefined;
}

/** What restaker, vault and reserves say when the delegator asks them: inputs here. */
export interface SlotNeighbours {
  /** In the order of the restaker's list, after beacon chain ETH. */
  readonly listed: readonly ListedStrategy[];
  /** Least value of a leg. */
  readonly minLegAssets: bigint;
  readonly quarantineSeconds: bigint;
  /** Since when the vault knows that this delegator cannot be read; 0 when it does not. */
  readonly failingSince: bigint;
  /** The vault's last full sync found something in doubt. */
  readonly inDoubt: boolean;
}

/** What is known of a validator that is no shares yet, and of which something was proven. */
export interface KeyRecord {
  readonly countedGwei: bigint;
  readonly provenAt: bigint;
  /** Until when it can have lost nothing more. */
  readonly rightUntil: bigint;
  /** Before it, no checkpoint can have found the key's ETH in the pod. */
  readonly safeUntil: bigint;
  readonly leaves: boolean;
}

/** What a delegator has paid for that is no shares yet. Sums over records are those of the last proof. */
export interface KeyBook {
  readonly keys: readonly Hash[];
  readonly records: Table<KeyRecord>;
  /** Timestamp of the oldest proof to the pod since its last checkpoint. */
  readonly provenAt: bigint;
  /** Until when all that is known of keys without a record is right. */
  readonly untoldRightUntil: bigint;
}

/** What a delegator stores, over the core, rung 1 and its pod. */
export interface DelegatorState extends PodsState {
  readonly delegator: DelegatorConfig;
  readonly slotNeighbours: SlotNeighbours;
  /** The pod may ever have had shares. */
  readonly nativeUsed: boolean;
  /** Since when a part is reported as unreadable, by strategy. */
  readonly partFailingSince: Table<bigint>;
  /** Validators that were asked to leave. */
  readonly exiting: readonly Hash[];
  /** What they bring, by the pod's checkpoint at which it was added up. */
  readonly exitingSum: { readonly gwei: bigint; readonly checkpoint: bigint };
  /** By account: everybody has a book of his own. */
  readonly keyBooks: Table<KeyBook>;
}

/** A transaction on a delegator and everything below it. */
export interface Delegator extends Machine<DelegatorState>, Pick<Core, "registrars" | "beaconPods"> {}

const NEIGHBOURS: SlotNeighbours = {
  ...{ listed: [], minLegAssets: 0n, quarantineSeconds: 0n, failingSince: 0n, inDoubt: false },
};

/** A delegator that was just deployed: without a pod, and delegated to nobody. */
export const newDelegator = (pods: PodsState, delegator: DelegatorConfig): DelegatorState => ({
  ...pods,
  delegator,
  slotNeighbours: NEIGHBOURS,
  nativeUsed: false,
  partFailingSince: Table.empty(),
  exiting: [],
  exitingSum: { gwei: 0n, checkpoint: 0n },
  keyBooks: Table.empty(),
});
