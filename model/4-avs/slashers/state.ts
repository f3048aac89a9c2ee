import type { Address, Hash } from "../../shared/machine.ts";
import type { Table } from "../../shared/table.ts";

/** What a slasher is deployed with. */
export interface SlasherTerms {
  readonly avs: Address;
  readonly prover: Address;
  readonly owner: Address;
  /** The most that is slashed of an operator in any window, 1e18 = all. */
  readonly limitWad: bigint;
  readonly limitWindowSeconds: bigint;
  /** Of one that announces; undefined for one that slashes at once. */
  readonly veto?: VetoTerms;
}

export interface VetoTerms {
  readonly committee: Address;
  readonly vetoWindowSeconds: bigint;
  readonly executionWindowSeconds: bigint;
}

/** A slash that counts against the limit. */
export interface Slashed {
  readonly at: bigint;
  readonly wad: bigint;
}

export interface Announcement {
  readonly faultId: Hash;
  readonly operator: Address;
  readonly operatorSetId: bigint;
  readonly maxWad: bigint;
  readonly announcedAt: bigint;
  readonly expiresAt: bigint;
}

/** What became of an announced fault, by the number that the contract has for it. */
export const STATUS = { none: 0n, announced: 1n, executed: 2n, vetoed: 3n, lapsed: 4n } as const;

export interface Case {
  readonly announcement: Announcement;
  readonly status: bigint;
  readonly description: string;
}

/** Announcements of a slasher that are not closed, and the latest expiry that one ever had. */
export interface Pending {
  readonly uncleared: bigint;
  readonly lastExpiresAt: bigint;
}

export interface SlasherState {
  /** By slasher. */
  readonly slashers: Table<SlasherTerms>;
  /** By slasher, in the order of the calls. */
  readonly observers: Table<readonly Address[]>;
  /** By slasher, set and operator. */
  readonly slashed: Table<readonly Slashed[]>;
  /** By slasher and fault. */
  readonly cases: Table<Case>;
  /** Faults announced and not closed, by slasher and operator. */
  readonly open: Table<readonly Hash[]>;
  /** By slasher. */
  readonly pending: Table<Pending>;
}
