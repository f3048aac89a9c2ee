import { AbiCoder } from "ethers";
import type { Tree } from "../format/types.ts";

/** A withdrawal as `completeQueuedWithdrawal` wants it back. */
export interface Withdrawal {
  readonly staker: string;
  readonly delegatedTo: string;
  readonly withdrawer: string;
  readonly nonce: bigint;
  readonly startBlock: bigint;
  readonly strategies: string[];
  readonly scaledShares: bigint[];
}

/** A withdrawal as recordings show it. */
export type ShownWithdrawal = { readonly [field: string]: Tree };

/** The withdrawals that a scenario has queued: a recording numbers them from 0, the core knows them by their roots. */
export interface Withdrawals {
  readonly roots: string[];
  /** Structs by id, as the core showed them while they were pending; completing deletes them there. */
  readonly structs: Map<string, Withdrawal>;
  /** What the core showed of completed ones when it first did: nothing about them can change but `pending`. */
  readonly completed: Map<string, ShownWithdrawal>;
  /** Numbers the roots that a function returned. */
  readonly queued: (data: string) => { withdrawalIds: Tree };
}

export function newWithdrawals(): Withdrawals {
  const roots: string[] = [];
  return {
    roots,
    structs: new Map(),
    completed: new Map(),
    queued(data) {
      const [added] = AbiCoder.defaultAbiCoder().decode(["bytes32[]"], data);
      const first = roots.length;
      roots.push(...(added as string[]));
      return { withdrawalIds: roots.slice(first).map((_, index) => String(first + index)) };
    },
  };
}
