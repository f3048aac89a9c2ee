import { checkpoint as prove, checkpointAlone, verifyNew } from "../../lib/ladder/pods.ts";
import { actor, object, optional } from "../fields.ts";
import { needSlot, slotOf } from "../slots.ts";
import { defineStep } from "../step.ts";

export const checkpoint = defineStep({
  name: "checkpoint",
  summary:
    "proves to the core what the vault's validators with an operator own; a keeper proves new ones and those that left, somebody else does not",
  args: object({ operator: actor("operator"), by: optional(actor()) }),
  plan: ({ operator }, plan, at) => needSlot(operator, plan, at.child("operator")),
  run: async ({ operator, by }, world) => {
    const slot = slotOf(world, operator);
    if (by !== undefined) {
      await checkpointAlone(world.ladder, slot, world.signer(by));
      return `${by} has made a checkpoint of ${operator}`;
    }
    const fresh = await verifyNew(world.ladder, slot);
    await prove(world.ladder, slot);
    return fresh === 0
      ? `the validators of ${operator} are proven`
      : `${fresh} new validators of ${operator} are proven`;
  },
});
