import type { ErrorFragment, EventFragment, Interface } from "ethers";
import { SENTENCE } from "../lib/ladder/answers.ts";

/** Names that the chain can answer with: every custom error and event of the contracts a story touches. */
export interface Vocabulary {
  /** Event name to parameter names. */
  readonly events: ReadonlyMap<string, readonly string[]>;
  /** Error name to parameter names; `Error` is a sentence, which is how contracts of others refuse. */
  readonly errors: ReadonlyMap<string, readonly string[]>;
}

/** Collects the names of several ABIs. Of two events with one name, the parameters of both are known. */
export function vocabularyOf(abis: readonly Interface[]): Vocabulary {
  const events = new Map<string, string[]>();
  const errors = new Map<string, string[]>();
  const note = (into: Map<string, string[]>, { name, inputs }: EventFragment | ErrorFragment): void => {
    const known = into.get(name) ?? [];
    for (const input of inputs) if (input.name !== "" && !known.includes(input.name)) known.push(input.name);
    into.set(name, known);
  };
  for (const abi of [SENTENCE, ...abis]) {
    abi.forEachEvent((event) => note(events, event));
    abi.forEachError((error) => note(errors, error));
  }
  return { events, errors };
}
