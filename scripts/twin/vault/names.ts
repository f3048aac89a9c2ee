import type { Stand } from "./stand.ts";

/** Who takes part, by the names that saved sequences have for them: addresses differ from deployment to deployment. */
export function namesOf({ state: { config }, cast }: Pick<Stand, "state" | "cast">): ReadonlyMap<string, string> {
  const [alice, bob, carol, wall] = cast.people;
  const all: Readonly<Record<string, string | undefined>> = {
    ...config.at,
    governor: config.governor,
    treasury: config.treasury,
    alice,
    bob,
    carol,
    wall,
    left: cast.plain[0],
    right: cast.plain[1],
    spare: cast.spare,
    reserve: cast.reserve,
    lst: cast.lst,
    purse: cast.purse,
    ...Object.fromEntries(cast.services.map((one, index) => [`service ${index + 1}`, one])),
    ...Object.fromEntries(cast.operators.map((one, index) => [`operator ${index + 1}`, one])),
  };
  return new Map(Object.entries(all).flatMap(([name, at]) => (at === undefined ? [] : [[`@${name}`, at] as const])));
}

/** The same value with each text that is in the table replaced by what the table has for it. */
export function replaced<T>(value: T, table: ReadonlyMap<string, string>): T {
  if (typeof value === "string") return (table.get(value) ?? value) as T;
  if (Array.isArray(value)) return value.map((one: unknown) => replaced(one, table)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, replaced(one, table)])) as T;
}

/** Names for addresses, from addresses for names. */
export const turned = (table: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
  new Map([...table].map(([name, at]) => [at, name]));
