import type { World } from "./world.ts";

/** Where a story notes the slot of an operator. */
export function slotKey(operator: string): string {
  return `enlist ${operator}`;
}

/** The slot that an operator was given. */
export function slotOf({ notes }: World, operator: string): bigint {
  const slot = notes.get(slotKey(operator));
  if (typeof slot !== "bigint") throw new Error(`${operator} has no slot`);
  return slot;
}
