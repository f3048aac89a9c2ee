import * as holders from "../../lib/ladder/holders.ts";
import { actor, label, object } from "../fields.ts";
import { defineStep } from "../step.ts";

export const cancel = defineStep({
  name: "cancel",
  summary: "takes LRT back out of the exit queue, while the ticket's batch is open",
  args: object({ by: actor("holder"), ticket: label("the ticket") }),
  plan: ({ by, ticket }, plan, at) => {
    const message = `no ticket \`${ticket}\` has been requested`;
    plan.need(`ticket ${ticket}`, at.child("ticket"), message, "take the step `request` before");
    const owner = plan.detail(`ticket ${ticket}`)!;
    if (owner !== by)
      at.child("by").fail(`\`${ticket}\` belongs to \`${owner}\``, "its owner", `write \`by: ${owner}\``);
    plan.undo(`ticket ${ticket}`);
  },
  run: async ({ by, ticket }, { ladder, signer, tickets }) => {
    await holders.cancel(ladder, signer(by), tickets.get(ticket)!);
    return `${by} has its LRT back`;
  },
});
