import type { Address, Hash } from "../../shared/machine.ts";
import type { Table } from "../../shared/table.ts";

export interface OracleTerms {
  readonly reportSeconds: bigint;
  /** Share of the round's stake that must have reported, in 1/10,000. */
  readonly quorumBips: bigint;
  /** How far from the median a report may be, in 1/10,000 of it. */
  readonly deviationBips: bigint;
}

export interface Round {
  /** To the operators of the round and their weights. */
  readonly weightsCommitment: Hash;
  readonly openedAt: bigint;
  /** 0 for one without a price. */
  readonly priceWad: bigint;
}

/** Numbers of the newest round, and of the newest that has a price; 0 before the first. */
export interface Rounds {
  readonly current: bigint;
  readonly latestSettled: bigint;
}

export interface PriceConsumerTerms {
  readonly feed: Address;
  readonly maximumAgeSeconds: bigint;
}

export interface OracleState {
  readonly oracles: Table<OracleTerms>;
  /** By oracle. */
  readonly roundNumbers: Table<Rounds>;
  /** By oracle and round. */
  readonly rounds: Table<Round>;
  /** Prices by oracle, round and operator. */
  readonly reports: Table<bigint>;
  readonly priceConsumers: Table<PriceConsumerTerms>;
  /** Wei locked, by consumer and account. */
  readonly collateral: Table<bigint>;
  /** By consumer and account. */
  readonly debts: Table<bigint>;
}
