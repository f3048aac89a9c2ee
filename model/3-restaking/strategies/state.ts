import type { Address } from "../../shared/machine.ts";
import type { Table } from "../../shared/table.ts";
import type { SetKey } from "../libraries/operator-set-lib.ts";

/** A strategy as deployed, and the shares of it that exist. */
export interface Strategy {
  readonly underlyingToken: Address;
  readonly totalShares: bigint;
}

/** A strategy with an amount of its shares. */
export interface StrategyShares {
  readonly strategy: Address;
  readonly shares: bigint;
}

export interface StrategyState {
  readonly strategies: Table<Strategy>;
  readonly whitelisted: Table<true>;
  /** A staker's strategies with deposit shares, in the order of the contract's list. */
  readonly portfolios: Table<readonly StrategyShares[]>;
  /** Of signed deposits, by staker. */
  readonly depositNonces: Table<bigint>;
  /** What a slash took and nobody has cleared, by set and slash; see `slashKey`. */
  readonly slashes: Table<readonly StrategyShares[]>;
  /** Slashes of a set that wait to be cleared. */
  readonly pendingSlashIds: Table<readonly bigint[]>;
  /** Sets that have such slashes. */
  readonly pendingSets: readonly SetKey[];
}
