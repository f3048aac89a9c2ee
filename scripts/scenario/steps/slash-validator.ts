import { slashValidator as reportSlashing } from "../../lib/ladder/rung-one.ts";
import { actor, object } from "../fields.ts";
import { needSlot, slotOf } from "../slots.ts";
import { defineStep } from "../step.ts";

export const slashValidator = defineStep({
  name: "slash-validator",
  summary: "one of the vault's validators with an operator is slashed on the beacon chain and has to leave it",
  args: object({ operator: actor("operator") }),
  plan: ({ operator }, plan, at) => needSlot(operator, plan, at.child("operator")),
  run: async ({ operator }, world) => {
    await reportSlashing(world.ladder, slotOf(world, operator));
    return `a validator of ${operator} is slashed by the beacon chain`;
  },
});
