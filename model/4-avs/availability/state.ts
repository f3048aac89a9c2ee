import type { Address, Hash } from "../../shared/machine.ts";
import type { Table } from "../../shared/table.ts";

export interface AvailabilityTerms {
  /** Share of the set's stake that must have promised, in 1/10,000. */
  readonly quorumBips: bigint;
  /** Time to answer. */
  readonly responseSeconds: bigint;
  /** Bond of the first challenge that is open against an operator. */
  readonly bondWei: bigint;
}

export interface Blob {
  readonly chunkCount: bigint;
  readonly quorumStake: bigint;
}

export interface Custody {
  readonly keptUntil: bigint;
  readonly silent: boolean;
}

/** What became of a challenge, by the number that the contract has for it. */
export const CHALLENGE = { none: 0n, open: 1n, answered: 2n, unanswered: 3n, punished: 4n } as const;

export interface Challenge {
  readonly operator: Address;
  readonly deadline: bigint;
  readonly state: bigint;
  readonly challenger: Address;
  readonly chunkIndex: bigint;
  readonly blobId: Hash;
  readonly bondWei: bigint;
}

export interface DataConsumerTerms {
  readonly blobs: Address;
  readonly sequencer: Address;
  readonly exitSeconds: bigint;
}

export interface AvailabilityState {
  readonly stores: Table<AvailabilityTerms>;
  /** By store and blob. */
  readonly blobs: Table<Blob>;
  /** By store, blob and operator. */
  readonly custodies: Table<Custody>;
  /** By store. */
  readonly challengeCounts: Table<bigint>;
  /** By store and number. */
  readonly challenges: Table<Challenge>;
  /** By store and operator. */
  readonly openAgainst: Table<bigint>;
  /** By store, operator, blob and chunk. */
  readonly asked: Table<boolean>;
  /** By store and account, in wei. */
  readonly owed: Table<bigint>;
  readonly dataConsumers: Table<DataConsumerTerms>;
  /** By consumer. */
  readonly ledgers: Table<Hash>;
  /** By consumer and account, in wei. */
  readonly takenOut: Table<bigint>;
}
