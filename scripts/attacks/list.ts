import { BadOption } from "../lib/command-line.ts";
import { didYouMean } from "../lib/suggest.ts";
import type { Attack } from "./attack.ts";
import { BOOKS } from "./exploits/books.ts";
import { DOORS } from "./exploits/doors.ts";
import { QUEUE } from "./exploits/queue.ts";
import { RATES } from "./exploits/rates.ts";

/** Attacks by what they are about. */
export const FAMILIES = [
  { title: "The price of a share", attacks: RATES },
  { title: "What a ticket is paid", attacks: QUEUE },
  { title: "Doors that somebody else can shut", attacks: DOORS },
  { title: "What the vault counts", attacks: BOOKS },
] as const;

/** Every attack that can be played. */
export const ATTACKS: readonly Attack[] = FAMILIES.flatMap(({ attacks }) => [...attacks]);

/** An attack by its name. @throws BadOption with the nearest name */
export function attackNamed(name: string): Attack {
  const attack = ATTACKS.find((one) => one.name === name);
  if (attack) return attack;
  const names = ATTACKS.map((one) => one.name);
  throw new BadOption(`There is no attack "${name}": ${didYouMean(name, names)}`);
}
