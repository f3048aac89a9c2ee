import { restake as legs } from "../../lib/ladder/keepers.ts";
import { actor, object } from "../fields.ts";
import { needSlot, slotOf } from "../slots.ts";
import { defineStep } from "../step.ts";

export const restake = defineStep({
  name: "restake",
  summary: "puts the vault's idle ETH (32 at a time) and LST to work with an operator, up to its share",
  args: object({ operator: actor("operator") }),
  plan: ({ operator }, plan, at) => needSlot(operator, plan, at.child("operator")),
  run: async ({ operator }, world) => {
    const made = await legs(world.ladder, slotOf(world, operator));
    return made === 0 ? "there was nothing to restake" : `${made} ${made === 1 ? "leg" : "legs"} into ${operator}`;
  },
});
