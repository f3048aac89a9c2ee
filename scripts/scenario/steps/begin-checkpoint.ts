import { begin } from "../../lib/ladder/pods.ts";
import { actor, object, optional } from "../fields.ts";
import { needSlot, slotOf } from "../slots.ts";
import { defineStep } from "../step.ts";

export const beginCheckpoint = defineStep({
  name: "begin-checkpoint",
  summary: "begins a checkpoint of the vault's validators with an operator, and leaves it open for whoever proves it",
  args: object({ operator: actor("operator"), by: optional(actor()) }),
  plan: ({ operator }, plan, at) => needSlot(operator, plan, at.child("operator")),
  run: async ({ operator, by }, world) => {
    await begin(world.ladder, slotOf(world, operator), by === undefined ? world.ladder.keeper : world.signer(by));
    return `${by ?? "a keeper"} has begun a checkpoint of ${operator}`;
  },
});
