import { attempt, type Cursor } from "./cursor.ts";
import type { Field, JsonSchema } from "./fields.ts";
import type { Plan } from "./plan.ts";
import type { Token } from "./units.ts";
import type { World } from "./world.ts";

/** What a reading counts: an amount of a token, a bare decimal, or whole things. */
export type Unit = Token | "rate" | "count";

/** A number of the ladder that an expectation can be about. */
export interface Reading<T> {
  readonly name: string;
  readonly summary: string;
  readonly args: Field<T>;
  unit(args: T): Unit;
  /** Refuses, before anything runs, what cannot be read yet. */
  plan?(args: T, plan: Plan, at: Cursor): void;
  read(args: T, world: World): Promise<bigint>;
}

export interface BoundReading {
  readonly unit: Unit;
  read(world: World): Promise<bigint>;
}

export interface ReadingDefinition {
  readonly name: string;
  readonly summary: string;
  readonly schema: JsonSchema;
  bind(raw: unknown, at: Cursor, plan: Plan): BoundReading | undefined;
}

/** Makes a reading; see the folder `readings`. */
export function defineReading<T>(reading: Reading<T>): ReadingDefinition {
  const own = reading.args.schema.description;
  return {
    name: reading.name,
    summary: reading.summary,
    schema: {
      ...reading.args.schema,
      description: typeof own === "string" ? `${reading.summary}: ${own}` : reading.summary,
    },
    bind: (raw, at, plan) =>
      attempt(() => {
        const args = reading.args.read(raw, at);
        reading.plan?.(args, plan, at);
        return { unit: reading.unit(args), read: (world) => reading.read(args, world) };
      }),
  };
}
