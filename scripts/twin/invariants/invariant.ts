import type { Block, Logged } from "../../../model/shared/machine.ts";

/** A call that passed: the state before and after, in which block, who called what, and what came of it. */
export interface Moment<State> {
  readonly before: State;
  readonly after: State;
  readonly block: Block;
  readonly call: {
    readonly from: string;
    /** The contract, where the model knows it by its address. */
    readonly to?: string;
    readonly function: string;
    readonly args: readonly unknown[];
  };
  readonly value: unknown;
  readonly events: readonly Logged[];
}

/** Whether there was anything to hold it to, or what is wrong. */
export type Verdict = boolean | string;

/** What must hold whatever came before. */
export interface Invariant<State> {
  readonly id: `INV-${number}`;
  /** Held to the end of a sequence alone, for it plays on from there. */
  readonly atEnd?: true;
  readonly holds: (moment: Moment<State>) => Verdict;
}

export const sum = (numbers: readonly bigint[]): bigint => numbers.reduce((all, one) => all + one, 0n);

/** Held, where two numbers are the same. */
export const same = (what: string, left: bigint, right: bigint): Verdict =>
  left === right || `${what}: ${left} is not ${right}`;

/** Held, where two numbers are no further from each other than dust. */
export const near = (what: string, left: bigint, right: bigint, dust: bigint): Verdict =>
  (left > right ? left - right : right - left) <= dust || `${what}: ${left} is not ${right} to ${dust}`;

/** What several come to: the first that is wrong, else whether any had something to hold it to. */
export function all(verdicts: readonly Verdict[]): Verdict {
  return verdicts.find((one) => typeof one === "string") ?? verdicts.includes(true);
}
