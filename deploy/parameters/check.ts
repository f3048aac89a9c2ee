import { RANGES } from "./ranges.ts";
import { RELATIONS } from "./relations.ts";
import type { Given, Range, Relation } from "./types.ts";

/** One parameter that would break a promise: the number, the cause, and the way out. */
export interface Broken {
  readonly module: string;
  readonly name: string;
  readonly cause: string;
  readonly wayOut: string;
  readonly refusedBy: Range["refusedBy"];
}

/** Whether a value keeps to a bound. */
function keeps({ is }: Relation, value: bigint, bound: bigint): boolean {
  if (is === "at least") return value >= bound;
  if (is === "more than") return value > bound;
  if (is === "at most") return value <= bound;
  return bound !== 0n && value % bound === 0n;
}

/**
 * Every parameter beyond its range or its relation to others, in the order of the tables. Parameters that are not given
 * (those of a core that is there already) are not judged; one that is no whole number is.
 *
 * @param real whether the chain is none of a developer's
 */
export function brokenParameters(given: Given, real: boolean): Broken[] {
  const broken: Broken[] = [];
  const outside = new Set<string>();
  for (const { module, name, unit, least, most, promise, refusedBy } of RANGES) {
    const value = given.parameters[module]?.[name];
    if (value === undefined) continue;
    const whole = typeof value === "bigint" || (typeof value === "number" && Number.isSafeInteger(value));
    if (whole && BigInt(value) >= least && BigInt(value) <= most) continue;
    outside.add(`${module}.${name}`);
    broken.push({
      module,
      name,
      cause: `${module}.${name} is ${String(value)}; from ${least} to ${most} ${unit}, ${promise}.`,
      wayOut: `Set ${module}.${name} to a whole number from ${least} to ${most}.`,
      refusedBy,
    });
  }
  // bounds are made of numbers that make sense
  if (outside.size > 0) return broken;
  for (const relation of RELATIONS) {
    const { module, name, is, bound, of, promise, chains, refusedBy } = relation;
    const value = given.parameters[module]?.[name];
    const limit = of(given);
    if (value === undefined || limit === undefined || (chains === "real" && !real)) continue;
    if (keeps(relation, BigInt(value as bigint | number), limit)) continue;
    const days = limit > 86_400n && name.endsWith("Seconds") ? ` (${limit / 86_400n + 1n} days)` : "";
    broken.push({
      module,
      name,
      cause: `${module}.${name} is ${String(value)}, and must be ${is} ${bound}, which is ${limit}: ${promise}.`,
      wayOut: `Set ${module}.${name} to ${is} ${limit}${days}.`,
      refusedBy,
    });
  }
  return broken;
}
