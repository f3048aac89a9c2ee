import { Revert } from "./revert.ts";

/** Twenty bytes in hex, lower case, so that comparing text compares numbers. */
export type Address = string;
/**
 * What stands where the chain has a hash: text that names what was hashed. Equal inputs give equal text and different
 * inputs different text, which is all that the protocol asks of a hash.
 */
export type Hash = string;

export const ZERO_ADDRESS: Address = `0x${"0".repeat(40)}`;
export const ZERO_HASH: Hash = "0x0";

/** The block in which a call runs. */
export interface Block {
  readonly number: bigint;
  /** Seconds. */
  readonly timestamp: bigint;
}

/** An event with its arguments by their names in the ABI. */
export interface Logged {
  readonly at: Address;
  readonly event: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** A state of which a transaction may replace the parts; the parts themselves never change. */
export type Draft<S> = { -readonly [Part in keyof S]: S[Part] };

/** A transaction under way: the state as it is so far, and what was logged. */
export interface Machine<S> {
  readonly state: Draft<S>;
  readonly block: Block;
  readonly events: Logged[];
}

/** What became of a transaction. When it was undone, the state is the one that went in, and nothing was logged. */
export type Outcome<S, T> =
  | { readonly ok: true; readonly value: T; readonly state: S; readonly events: readonly Logged[] }
  | { readonly ok: false; readonly revert: Revert; readonly state: S; readonly events: readonly [] };

/** Runs one transaction on a state, which stays as it was. Anything thrown but a {@link Revert} is a fault of the model. */
export function transact<S extends object, T>(state: S, block: Block, act: (machine: Machine<S>) => T): Outcome<S, T> {
  const machine: Machine<S> = { state: { ...state }, block, events: [] };
  try {
    return { ok: true, value: act(machine), state: machine.state, events: machine.events };
  } catch (revert) {
    if (!(revert instanceof Revert)) throw revert;
    return { ok: false, revert, state, events: [] };
  }
}

/** What a call came to that is undone by itself when it reverts, and whose caller goes on. */
export function attempt<S extends object>(machine: Machine<S>, act: () => void): Revert | undefined {
  const before = { ...machine.state };
  const logged = machine.events.length;
  try {
    act();
    return undefined;
  } catch (revert) {
    if (!(revert instanceof Revert)) throw revert;
    Object.assign(machine.state, before);
    machine.events.length = logged;
    return revert;
  }
}

/** A key of two or more words, none of which holds a slash. */
export const keyOf = (...words: readonly string[]): string => words.join("/");

export function emit(
  { events }: Pick<Machine<unknown>, "events">,
  at: Address,
  event: string,
  args: Readonly<Record<string, unknown>>,
): void {
  events.push({ at, event, args });
}
