import { Refused } from "../../lib/refused.ts";
import { read } from "../shared/files.ts";
import type { Timed } from "./pair.ts";
import type { Cast } from "./stand.ts";

/** A sequence of the services that is kept. Addresses are names with an @. */
export interface Saved {
  readonly schemaVersion: number;
  readonly name: string;
  readonly description: string;
  readonly services: true;
  readonly steps: readonly Timed[];
}

/** Who takes part, by the names that saved sequences have for them. */
export const namesOf = (cast: Cast): ReadonlyMap<string, string> =>
  new Map(
    Object.entries({ ...cast, ...cast.core }).flatMap(([name, at]) => {
      if (typeof at === "string") return [[`@${name}`, at] as const];
      return Array.isArray(at) ? at.map((one: string, nth) => [`@${name} ${nth + 1}`, one] as const) : [];
    }),
  );

/** Names for the addresses in a text too: those of signatures have them inside. */
export const renamed = (steps: readonly Timed[], table: ReadonlyMap<string, string>): readonly Timed[] => {
  const within = <T>(value: T): T => {
    if (typeof value === "string")
      return [...table].reduce<string>((text, [one, other]) => text.replaceAll(one, other), value) as T;
    if (Array.isArray(value)) return value.map(within) as T;
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, within(one as unknown)])) as T;
  };
  return within(steps);
};

/**
 * Reads a sequence.
 *
 * @throws Refused with the cause and the way out, for a file of another version or shape
 */
export function load(file: string): Saved {
  const saved = read<Saved>(file);
  if (saved.services !== true || !Array.isArray(saved.steps))
    throw new Refused(`${file} has no steps of services: it is no saved sequence of theirs.`);
  for (const [index, step] of (saved.steps as readonly Partial<Timed>[]).entries()) {
    const { function: name, args, from, to } = step.action ?? {};
    const isStep = typeof name === "string" && typeof from === "string" && typeof to === "string";
    if (!isStep || !Array.isArray(args) || typeof step.wait?.blocks !== "bigint")
      throw new Refused(`${file}: step ${index} is no call.`);
  }
  return saved as Saved;
}
