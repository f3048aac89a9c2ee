import { checkpoint as prove, verifyNew } from "../../lib/ladder/pods.ts";
import { actor, object } from "../fields.ts";
import { slotOf } from "../slots.ts";
import { defineStep } from "../step.ts";

export const checkpoint = defineStep({
  name: "checkpoint",
  summary: "proves to the core what the vault's validators with an operator own; new ones are proven to be the vault's",
  args: object({ operator: actor("operator") }),
  plan: ({ operator }, plan, at) => {
    plan.need(`slot ${operator}`, at.child("operator"), `\`${operator}\` has no slot`, "take the step `enlist` before");
  },
  run: async ({ operator }, world) => {
    const slot = slotOf(world, operator);
    const fresh = await verifyNew(world.ladder, slot);
    await prove(world.ladder, slot);
    return fresh === 0
      ? `the validators of ${operator} are proven`
      : `${fresh} new validators of ${operator} are proven`;
  },
});
