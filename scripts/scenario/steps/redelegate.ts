import { redelegate as give } from "../../lib/ladder/operators.ts";
import { actor, object } from "../fields.ts";
import { needOperator, needSlot, slotKey, slotOf } from "../slots.ts";
import { defineStep } from "../step.ts";

export const redelegate = defineStep({
  name: "redelegate",
  summary: "the vault gives a slot whose operator is gone to another operator, after the governor's delay",
  args: object({ from: actor("operator"), to: actor("operator") }),
  plan: ({ from, to }, plan, at) => {
    needSlot(from, plan, at.child("from"));
    needOperator(to, plan, at.child("to"));
    plan.undo(`slot ${from}`);
    plan.happened(`slot ${to}`);
  },
  run: async ({ from, to }, world) => {
    const slot = slotOf(world, from);
    await give(world.ladder, slot, world.signer(to));
    world.notes.delete(slotKey(from));
    world.notes.set(slotKey(to), slot);
    return `the slot of ${from} is that of ${to} now`;
  },
});
