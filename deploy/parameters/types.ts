import type { DeploymentParameters } from "@nomicfoundation/ignition-core";

/** The contract and the error that refuse a value on chain as well. */
export interface Refusal {
  readonly contract: string;
  readonly error: string;
}

/** What one parameter may be. */
export interface Range {
  readonly module: "Staking" | "LiquidStaking" | "Restaking" | "Services" | "Vault" | "Defi";
  readonly name: string;
  readonly unit: "seconds" | "timestamp" | "blocks" | "wei" | "gwei" | "shares" | "bps" | "wad" | "gas" | "count";
  readonly least: bigint;
  readonly most: bigint;
  /** What must hold for users, and would not beyond the range; with its requirement where there is one. */
  readonly promise: string;
  /** Who refuses it on chain, or why nobody does. */
  readonly refusedBy: Refusal | string;
}

/** What a deployment stands on and is given. */
export interface Given {
  readonly parameters: DeploymentParameters;
  /** Of the core: the preset's, or those of a core that is there already. */
  readonly withdrawalDelayBlocks: bigint;
  /** Timestamp of the chain's latest block. */
  readonly now: bigint;
}

/** A bound on one parameter that follows from others. */
export interface Relation {
  readonly module: Range["module"];
  readonly name: string;
  /** `at least` and `at most` include the bound. */
  readonly is: "at least" | "more than" | "at most" | "a multiple of";
  /** The bound in words, for documents. */
  readonly bound: string;
  /** The bound in the parameter's unit; undefined where there is none for these parameters. */
  readonly of: (given: Given) => bigint | undefined;
  readonly promise: string;
  /** `real`: not on development chains, which have no market, and exits of a second. */
  readonly chains: "all" | "real";
  /** Who refuses it on chain, or why nobody does. */
  readonly refusedBy: Refusal | string;
}
