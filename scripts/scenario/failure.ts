import type { Answer } from "../lib/ladder/answers.ts";
import { showAnswer, type Naming } from "./answer.ts";
import { showPosition } from "./problem.ts";
import type { Act, PlayedStep } from "./scenario.ts";

/** A story that was right on paper and went wrong on the chain. The message is all that a person needs. */
export class StoryFailed extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "StoryFailed";
  }
}

interface Place {
  readonly act: Act;
  readonly step: PlayedStep;
}

/** A step that reverted although it should not: the decoded error with names and units, who did it, and where. */
export function stepFailed(
  { act, step }: Place,
  answer: Answer | undefined,
  naming: Naming,
  cause: unknown,
): StoryFailed {
  const what = answer ? showAnswer(answer, naming) : messageOf(cause);
  const who = step.by === undefined ? "a keeper" : step.by;
  return new StoryFailed(
    [
      `${showPosition(step.at)}  the step failed on the chain`,
      `  act       ${act.title}`,
      `  step      ${step.text}`,
      `  by        ${who}`,
      `  error     ${what}`,
      "  fix       change the step, or say that it has to fail: `fails: { error: … }`",
    ].join("\n"),
    cause,
  );
}

/** An expectation that does not hold. */
export function notAsExpected(at: PlayedStep["at"], act: Act, what: string, objection: string): StoryFailed {
  return new StoryFailed(
    [`${showPosition(at)}  not as expected`, `  act       ${act.title}`, `  what      ${what}`, `  ${objection}`].join(
      "\n",
    ),
  );
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
