import type { Address, Hash } from "../../shared/machine.ts";
import type { Table } from "../../shared/table.ts";

export interface BridgeTerms {
  /** Share of the set's stake that must have signed, in 1/10,000. */
  readonly quorumBips: bigint;
}

export interface Relayed {
  readonly root: Hash;
  /** To signers, their stakes and the whole set's. */
  readonly signersCommitment: Hash;
  readonly relayedAt: bigint;
}

export interface BridgeConsumerTerms {
  readonly roots: Address;
  readonly delaySeconds: bigint;
}

export interface BridgeState {
  readonly bridges: Table<BridgeTerms>;
  /** By bridge and height. */
  readonly relayed: Table<Relayed>;
  /** Roots that were shown to be signed, by bridge, operator and height. */
  readonly recorded: Table<Hash>;
  readonly bridgeConsumers: Table<BridgeConsumerTerms>;
  /** By consumer and leaf. */
  readonly paid: Table<true>;
}
