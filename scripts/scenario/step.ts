import { attempt, type Cursor } from "./cursor.ts";
import type { Field, JsonSchema } from "./fields.ts";
import type { Plan } from "./plan.ts";
import type { World } from "./world.ts";

/** What a step module says: one word of the story language. */
export interface Step<T> {
  readonly name: string;
  /** One line for editors and docs. */
  readonly summary: string;
  readonly args: Field<T>;
  /** Refuses, before anything runs, what can be known to be impossible. */
  plan?(args: T, plan: Plan, at: Cursor): void;
  /** Does it, and says in a few words what came of it. */
  run(args: T, world: World): Promise<string>;
}

/** A step with its arguments read, ready to be planned and run. */
export interface BoundStep {
  plan(plan: Plan): void;
  run(world: World): Promise<string>;
}

/** A step whose argument type is known to itself alone. */
export interface StepDefinition {
  readonly name: string;
  readonly summary: string;
  readonly schema: JsonSchema;
  /** Reads the arguments; undefined when they hold a problem, which `at` has noted. */
  bind(raw: unknown, at: Cursor): BoundStep | undefined;
}

/** Makes a step definition; see the folder `steps`. */
export function defineStep<T>(step: Step<T>): StepDefinition {
  return {
    name: step.name,
    summary: step.summary,
    schema: { ...step.args.schema, description: describe(step) },
    bind: (raw, at) =>
      attempt(() => {
        const args = step.args.read(raw, at);
        return {
          plan: (plan) => void attempt(() => step.plan?.(args, plan, at)),
          run: (world) => step.run(args, world),
        };
      }),
  };
}

function describe<T>({ summary, args }: Step<T>): string {
  const own = args.schema.description;
  return typeof own === "string" ? `${summary}: ${own}` : summary;
}
