import type { Address } from "../../shared/machine.ts";
import type { Table } from "../../shared/table.ts";
import type { DistributionRoot } from "../types.ts";

export interface Submitter {
  readonly nonce: bigint;
  readonly optedInForProtocolFee: boolean;
}

/** An operator's part: the one before, and the one that counts from a moment on. */
export interface Split {
  /** Undefined for the default. */
  readonly previousBips: bigint | undefined;
  readonly nextBips: bigint;
  /** Seconds. */
  readonly activatedAt: bigint;
}

export interface RewardsState {
  readonly owner: Address;
  readonly rewardsUpdater: Address;
  readonly feeRecipient: Address;
  /** Seconds. */
  readonly activationDelay: bigint;
  readonly defaultOperatorSplitBips: bigint;
  /** Until when the latest root counts, in seconds. */
  readonly calculationEnd: bigint;
  readonly roots: readonly DistributionRoot[];
  readonly submitters: Table<Submitter>;
  /** Who claims, by earner. */
  readonly claimers: Table<Address>;
  readonly forAllSubmitters: Table<true>;
  /** By kind of submission, service and hash. */
  readonly submissionHashes: Table<true>;
  /** By earner and token. */
  readonly claimed: Table<bigint>;
  /** By operator and service. */
  readonly avsSplits: Table<Split>;
  /** By operator. */
  readonly piSplits: Table<Split>;
  /** By operator and set. */
  readonly setSplits: Table<Split>;
}
