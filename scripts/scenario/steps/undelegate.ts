import { sent } from "../../lib/ladder/sent.ts";
import { actor, object } from "../fields.ts";
import { needSlot, slotOf } from "../slots.ts";
import { defineStep } from "../step.ts";

export const undelegate = defineStep({
  name: "undelegate",
  summary: "an operator sends the vault away: the core queues all of its stake there, whether the vault wants or not",
  args: object({ by: actor("operator") }),
  plan: ({ by }, plan, at) => needSlot(by, plan, at.child("by")),
  run: async ({ by }, world) => {
    const { contracts } = world.ladder;
    const { delegator } = await contracts.restaker.slotAt(slotOf(world, by));
    await sent(contracts.delegation.connect(world.signer(by)).undelegate(delegator));
    return `what ${by} held is on its way back`;
  },
});
