import type { Expectation, Outcome, Step, Tree } from "../format/types.ts";

/** Something that a recording can be played on: a chain, or the model. */
export interface Player {
  readonly play: (step: Pick<Step, "action" | "args">, index: number) => Promise<Outcome>;
  /** Everything that a recording shows, after the steps played so far. */
  readonly read: (theirs?: Expectation) => Promise<Tree>;
  /** Ends the last block: what its steps logged has been told when it is done. */
  readonly settle: () => Promise<unknown>;
}
