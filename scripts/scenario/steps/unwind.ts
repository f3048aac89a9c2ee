import { unwind as pull } from "../../lib/ladder/keepers.ts";
import { actor, object } from "../fields.ts";
import { needSlot, slotOf } from "../slots.ts";
import { defineStep } from "../step.ts";

export const unwind = defineStep({
  name: "unwind",
  summary:
    "takes back from an operator what closed batches need: LST through the core's queue, validators by their exit",
  args: object({ operator: actor("operator") }),
  plan: ({ operator }, plan, at) => {
    needSlot(operator, plan, at.child("operator"));
    plan.need("closed batch", at, "no batch has been closed, so nothing is unwound", "take the step `close` before");
  },
  run: async ({ operator }, world) => {
    await pull(world.ladder, slotOf(world, operator));
    return `${operator} gives back its part`;
  },
});
