import { textTable } from "../lib/text-table.ts";
import type { Attack } from "./attack.ts";
import { ATTACKS, FAMILIES } from "./list.ts";

/** All attacks by family, a line each. */
export function listText(): string {
  const lines = FAMILIES.flatMap((family) => [
    family.title,
    ...textTable(
      family.attacks.map(({ name, title }) => [name, title]),
      { indent: "  " },
    ),
  ]);
  return `${lines.join("\n")}\n`;
}

/** What a program may want to know of each attack. */
export function listData(): Pick<Attack, "name" | "title" | "happened" | "findings" | "twin" | "exploit">[] {
  return ATTACKS.map(({ name, title, happened, findings, twin, exploit }) => ({
    ...{ name, title, happened, findings, twin, exploit },
  }));
}
