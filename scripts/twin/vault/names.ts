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
