import type { Cursor } from "./cursor.ts";
import type { Plan } from "./plan.ts";
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

/** Refuses a step with an operator that the vault has not taken on. */
export function needSlot(operator: string, plan: Plan, at: Cursor): void {
  plan.need(`slot ${operator}`, at, `\`${operator}\` has no slot`, "take the step `enlist` before");
}

/** Refuses a step with somebody who is no operator of the core. */
export function needOperator(who: string, plan: Plan, at: Cursor): void {
  plan.need(`operator ${who}`, at, `\`${who}\` is no operator yet`, "take the step `register` before");
}
