import type { Actor } from "./cursor.ts";
import type { NumberExpectation } from "./expectation.ts";
import type { EventExpectation, Wanted } from "./outcome.ts";
import type { Position } from "./problem.ts";
import type { BoundStep } from "./step.ts";

/** Version of the file format that this code reads. */
export const FORMAT_VERSION = 1;

export type Expectation = NumberExpectation | EventExpectation;

/** One step of an act: the action, what must hold after it, and the error when it must fail. */
export interface PlayedStep {
  readonly name: string;
  readonly at: Position;
  /** The step as it was written, on one line. */
  readonly text: string;
  /** Who does it, where the step says so. */
  readonly by: string | undefined;
  readonly action: BoundStep;
  readonly expectations: readonly Expectation[];
  readonly fails: Wanted | undefined;
}

export interface Act {
  readonly title: string;
  readonly text: string;
  readonly at: Position;
  readonly steps: readonly PlayedStep[];
  readonly expectations: readonly NumberExpectation[];
}

/** A story that has passed every check which needs no chain. */
export interface Scenario {
  readonly file: string;
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly seed: bigint;
  readonly preset: string;
  /** Blocks from genesis to the fork Gloas, if it comes. */
  readonly gloasBlocks?: bigint;
  readonly actors: readonly Actor[];
  readonly acts: readonly Act[];
}
