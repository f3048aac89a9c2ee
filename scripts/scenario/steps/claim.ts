import * as holders from "../../lib/ladder/holders.ts";
import { formatAmount } from "../format.ts";
import { actor, label, object } from "../fields.ts";
import { defineStep } from "../step.ts";
import { didYouMean } from "../../lib/suggest.ts";

export const claim = defineStep({
  name: "claim",
  summary: "takes the ETH that a ticket has been filled with",
  args: object({ by: actor("holder"), ticket: label("the ticket") }),
  plan: ({ by, ticket }, plan, at) => {
    const tickets = plan.known("ticket");
    const owner = plan.detail(`ticket ${ticket}`);
    if (owner === undefined) {
      const fix = tickets.length === 0 ? "take the step `request` before" : didYouMean(ticket, tickets);
      at.child("ticket").fail(
        `no ticket \`${ticket}\` has been requested`,
        "the name of a ticket that exists by now",
        fix,
      );
    }
    if (owner !== by)
      at.child("by").fail(`\`${ticket}\` belongs to \`${owner}\``, "its owner", `write \`by: ${owner}\``);
    plan.receiveUnknown(by);
  },
  run: async ({ by, ticket }, { ladder, signer, tickets }) => {
    const paid = await holders.claim(ladder, signer(by), tickets.get(ticket)!);
    return `${by} receives ${formatAmount(paid, "ETH")}`;
  },
});
