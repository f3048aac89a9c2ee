import { syncAll } from "../../lib/ladder/keepers.ts";
import { sent } from "../../lib/ladder/sent.ts";
import { actor, object, optional } from "../fields.ts";
import { needSlot, slotOf } from "../slots.ts";
import { defineStep } from "../step.ts";

export const sync = defineStep({
  name: "sync",
  summary: "the vault reads what its stake is worth: all of it, or what one operator holds",
  args: object({ operator: optional(actor("operator")) }),
  plan: ({ operator }, plan, at) => {
    if (operator) needSlot(operator, plan, at.child("operator"));
  },
  run: async ({ operator }, world) => {
    const { ladder } = world;
    if (operator === undefined) {
      await syncAll(ladder);
      return "every component has been read";
    }
    const { delegator } = await ladder.contracts.restaker.slotAt(slotOf(world, operator));
    await sent(ladder.contracts.vault.connect(ladder.keeper).sync(delegator));
    return `what ${operator} holds has been read`;
  },
});
