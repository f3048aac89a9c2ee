import type { Decoder } from "../lib/ladder/answers.ts";
import { firstObjection, readBefore } from "./check.ts";
import type { EventLog } from "../lib/ladder/event-log.ts";
import { notAsExpected, stepFailed, StoryFailed } from "./failure.ts";
import { mismatch } from "./outcome.ts";
import { showAnswer } from "./answer.ts";
import { showPosition } from "./problem.ts";
import type { Act, PlayedStep, Scenario } from "./scenario.ts";
import type { World } from "./world.ts";

/** Told of each thing that happens, in order. */
export interface Audience {
  onAct?(act: Act, index: number): Promise<void> | void;
  onStepBegins?(step: PlayedStep): void;
  onStep?(step: PlayedStep, outcome: string): Promise<void> | void;
  onActDone?(act: Act, index: number): Promise<void> | void;
}

export interface Production {
  readonly world: World;
  readonly decoder: Decoder;
  readonly eventLog: EventLog;
}

/**
 * Plays a scenario on a stage, step by step, checking what it expects.
 * @throws StoryFailed at the first step that fails or is not as expected, with the place in the file
 */
export async function play(scenario: Scenario, production: Production, audience: Audience = {}): Promise<void> {
  await production.eventLog.catchUp();
  for (const [index, act] of scenario.acts.entries()) {
    await audience.onAct?.(act, index);
    const before = await readBefore(act.expectations, production.world);
    for (const step of act.steps) {
      audience.onStepBegins?.(step);
      const outcome = await playStep(act, step, production);
      await audience.onStep?.(step, outcome);
    }
    const found = await firstObjection(act.expectations, production.world, before, []);
    if (found) throw notAsExpected(found.expectation.at, act, what(found.expectation), found.objection);
    await audience.onActDone?.(act, index);
  }
}

async function playStep(act: Act, step: PlayedStep, { world, decoder, eventLog }: Production): Promise<string> {
  const before = await readBefore(step.expectations, world);
  const already = eventLog.entries.length;
  const outcome = step.fails ? await failing(act, step, world, decoder) : await running(act, step, world, decoder);
  await eventLog.catchUp();
  const found = await firstObjection(step.expectations, world, before, eventLog.entries.slice(already));
  if (found) throw notAsExpected(found.expectation.at, act, what(found.expectation), found.objection);
  return outcome;
}

async function running(act: Act, step: PlayedStep, world: World, decoder: Decoder): Promise<string> {
  try {
    return await step.action.run(world);
  } catch (error) {
    throw stepFailed({ act, step }, decoder.error(error), world, error);
  }
}

/** A step that has to fail: the story goes on when it does, with the error it should. */
async function failing(act: Act, step: PlayedStep, world: World, decoder: Decoder): Promise<string> {
  const wanted = step.fails!;
  try {
    await step.action.run(world);
  } catch (error) {
    const answer = decoder.error(
      error,
      wanted.args.map(({ name }) => name),
    );
    if (!answer) throw stepFailed({ act, step }, undefined, world, error);
    const objection = mismatch(wanted, answer, world);
    if (objection !== undefined) throw notAsExpected(wanted.at, act, `error of ${step.text}`, objection);
    return `refused: ${showAnswer(answer, world)}`;
  }
  throw new StoryFailed(
    `${showPosition(wanted.at)}  the step worked\n  act       ${act.title}\n  step      ${step.text}\n  expected  to fail with ${wanted.name}`,
  );
}

function what(expectation: { kind: "number"; what: string } | { kind: "event"; name: string }): string {
  return expectation.kind === "number" ? expectation.what : `event ${expectation.name}`;
}
