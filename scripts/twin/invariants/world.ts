import type fc from "fast-check";
import type { Moment } from "./invariant.ts";

/** The model of a rung, on which sequences are played by themselves. */
export interface World<State, Step> {
  readonly sequences: fc.Arbitrary<readonly Step[]>;
  /** Plays a sequence from the beginning, and tells every call that passed. */
  readonly play: (steps: readonly Step[], each: (moment: Moment<State>) => void) => void;
}
