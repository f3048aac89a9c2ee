/**
 * What a recorded step may hold: one row for each of the 21 actions, with the kinds of its arguments and of what it
 * returned. The JSON schema and the types of the player both come from this table.
 */

import type { Tree } from "./types.ts";

/**
 * Kinds of a field: a person, a strategy, a set `avs:id`, whole numbers as decimal strings, yes or no; a word such as a
 * contract's or a function's, and values as ABI types want them, in the recording's words (see `words.ts`).
 */
export type Kind = "name" | "strategy" | "set" | "uint" | "int" | "bool" | "strategies" | "uints" | "word" | "values";

interface Shape {
  readonly args: Readonly<Record<string, Kind>>;
  readonly result: Readonly<Record<string, Kind>>;
}

export const ACTIONS = {
  registerAsOperator: { args: { operator: "name", allocationDelay: "uint" }, result: {} },
  createOperatorSet: { args: { set: "set", strategies: "strategies" }, result: {} },
  createRedistributingOperatorSet: { args: { set: "set", strategies: "strategies" }, result: {} },
  depositIntoStrategy: {
    args: { staker: "name", strategy: "strategy", amount: "uint" },
    result: { shares: "uint" },
  },
  donateToStrategy: { args: { strategy: "strategy", amount: "uint" }, result: {} },
  delegateTo: { args: { staker: "name", operator: "name" }, result: {} },
  undelegate: { args: { caller: "name", staker: "name" }, result: { withdrawalIds: "uints" } },
  redelegate: { args: { staker: "name", operator: "name" }, result: { withdrawalIds: "uints" } },
  queueWithdrawals: {
    args: { staker: "name", strategy: "strategy", depositShares: "uint" },
    result: { withdrawalIds: "uints" },
  },
  completeQueuedWithdrawal: { args: { withdrawalId: "uint", receiveAsTokens: "bool" }, result: {} },
  modifyAllocations: {
    args: { operator: "name", set: "set", strategy: "strategy", newMagnitude: "uint" },
    result: {},
  },
  clearDeallocationQueue: { args: { operator: "name", strategy: "strategy", numToClear: "uint" }, result: {} },
  registerForOperatorSets: { args: { operator: "name", set: "set" }, result: {} },
  deregisterFromOperatorSets: { args: { operator: "name", set: "set" }, result: {} },
  slashOperator: {
    args: { operator: "name", set: "set", strategies: "strategies", wadsToSlash: "uints" },
    result: { slashId: "uint", shares: "uints" },
  },
  clearBurnOrRedistributableShares: { args: { set: "set", slashId: "uint" }, result: { amounts: "uints" } },
  clearBurnOrRedistributableSharesByStrategy: {
    args: { set: "set", slashId: "uint", strategy: "strategy" },
    result: { amount: "uint" },
  },
  beaconBalanceUpdate: {
    args: { staker: "name", prevRestakedBalanceWei: "uint", balanceDeltaWei: "int" },
    result: {},
  },
  rollBlocks: { args: { blocks: "uint" }, result: {} },
  /** Any function of the core, views too; `cut` bytes are missing at the end of the calldata. */
  call: {
    args: { from: "name", contract: "word", function: "word", values: "values", cut: "uint" },
    result: { returned: "values" },
  },
  /** The account runs a contract's code from now on, as EIP-7702 lets it. */
  delegateCode: { args: { account: "name" }, result: {} },
} as const satisfies Record<string, Shape>;

export type ActionName = keyof typeof ACTIONS;

type Value<K extends Kind> = K extends "values"
  ? readonly Tree[]
  : K extends "strategies" | "uints"
    ? string[]
    : K extends "bool"
      ? boolean
      : string;
type Fields<F extends Readonly<Record<string, Kind>>> = { -readonly [Key in keyof F]: Value<F[Key]> };

/** The arguments of one action, integers still as decimal strings. */
export type Args<A extends ActionName> = Fields<(typeof ACTIONS)[A]["args"]>;
