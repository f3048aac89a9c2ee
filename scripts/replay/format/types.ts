import type { ActionName, Args } from "./actions.ts";

/** A leaf or a tree of the state as recordings spell it: integers as decimal strings. */
export type Tree = string | boolean | readonly Tree[] | { readonly [key: string]: Tree };

/** What an action gave: returned values, or the exact revert. */
export type Outcome =
  | { readonly ok: true; readonly [value: string]: Tree }
  | { readonly ok: false; readonly revert: string; readonly revertData: string };

export type Step = {
  [A in ActionName]: {
    readonly action: A;
    readonly args: Args<A>;
    readonly result: Outcome;
    /** What the core, its strategies and their tokens logged, in order; older recordings do not say. */
    readonly events?: readonly Tree[];
    readonly expect: Expectation;
  };
}[ActionName];

type Trees = { readonly [key: string]: Tree };

/** The state of a recording after a step; test/3-restaking/recordings/README.md says what each field is. */
export type Expectation = {
  readonly block: string;
  readonly stakers: { readonly [staker: string]: Trees };
  readonly operators: {
    readonly [operator: string]: { readonly [strategy: string]: { readonly allocations: Trees } };
  };
  readonly strategies: { readonly [strategy: string]: Trees };
  readonly withdrawals: readonly Tree[];
  readonly burnOrRedistributable: { readonly [slash: string]: Trees };
};

export interface Recording {
  readonly schemaVersion: 1;
  readonly name: string;
  readonly description: string;
  readonly config: {
    readonly minWithdrawalDelayBlocks: string;
    readonly deallocationDelay: string;
    readonly allocationConfigurationDelay: string;
    readonly startBlock: string;
    readonly redistributionRecipient: string;
    readonly burnAddress: string;
    /** When the first step's block was made, in seconds; blocks follow every twelve. */
    readonly startTimestamp?: string;
    /** Who and what takes part beyond those that steps and states name. */
    readonly cast?: { readonly people: readonly string[]; readonly sets: readonly string[] };
    /** The strategies by address, lowest first; without it, the recorded slashes tell. */
    readonly order?: readonly string[];
  };
  readonly steps: readonly Step[];
}
