import type { Address } from "../../shared/machine.ts";
import type { Table } from "../../shared/table.ts";

export interface PodOwner {
  readonly shares: bigint;
  /** l: 1e18 until the first loss, 0 for ever after a total one. */
  readonly slashingFactor: bigint;
}

export interface PodState {
  /** Pods by owner. */
  readonly pods: Table<Address>;
  readonly podOwners: Table<PodOwner>;
  /** Wei that lie in a pod, by owner. */
  readonly podFunds: Table<bigint>;
  readonly burnableETHShares: bigint;
}
