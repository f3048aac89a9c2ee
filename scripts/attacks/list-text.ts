import type { Attack } from "./attack.ts";
import { ATTACKS, FAMILIES } from "./list.ts";

/** All attacks by family, a line each. */
export function listText(): string {
  const width = Math.max(...ATTACKS.map(({ name }) => name.length));
  const lines = FAMILIES.flatMap(({ title, attacks }) => [
    title,
    ...attacks.map((attack) => `  ${attack.name.padEnd(width)}  ${attack.title}`),
  ]);
  return `${lines.join("\n")}\n`;
}

/** What a program may want to know of each attack. */
export function listData(): Pick<Attack, "name" | "title" | "happened" | "findings" | "twin" | "exploit">[] {
  return ATTACKS.map(({ name, title, happened, findings, twin, exploit }) => ({
    ...{ name, title, happened, findings, twin, exploit },
  }));
}
