import { sent } from "../../lib/ladder/sent.ts";
import { actor, object } from "../fields.ts";
import { needSlot, slotOf } from "../slots.ts";
import { defineStep } from "../step.ts";

export const reportFailure = defineStep({
  name: "report-failure",
  summary:
    "anyone tells the vault that what an operator holds cannot be read, which starts the clock of its quarantine",
  args: object({ by: actor(), operator: actor("operator") }),
  plan: ({ operator }, plan, at) => needSlot(operator, plan, at.child("operator")),
  run: async ({ by, operator }, world) => {
    const { vault, restaker } = world.ladder.contracts;
    const { delegator } = await restaker.slotAt(slotOf(world, operator));
    await sent(vault.connect(world.signer(by)).reportFailure(delegator));
    return `what ${operator} holds cannot be read`;
  },
});
