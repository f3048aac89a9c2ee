import * as holders from "../../lib/ladder/holders.ts";
import { formatAmount } from "../format.ts";
import { actor, amount, label, object } from "../fields.ts";
import { defineStep } from "../step.ts";

export const request = defineStep({
  name: "request",
  summary: "gives LRT to the exit queue for a ticket",
  args: object({ by: actor("holder"), amount: amount("LRT"), ticket: label("the ticket") }),
  plan: ({ by, ticket }, plan, at) => {
    plan.need(
      `LRT ${by}`,
      at.child("by"),
      `\`${by}\` has no LRT yet`,
      `let \`${by}\` take the step \`deposit\` before`,
    );
    if (plan.has(`ticket ${ticket}`)) {
      const fix = `call it \`${ticket}-2\``;
      at.child("ticket").fail(`there is a ticket \`${ticket}\` already`, "a new name", fix);
    }
    plan.happened(`ticket ${ticket}`, by);
    plan.happened("request in the open batch");
  },
  run: async ({ by, amount: shares, ticket }, { ladder, signer, tickets }) => {
    tickets.set(ticket, await holders.request(ladder, signer(by), shares.wei));
    return `${by} holds the ticket ${ticket} over ${formatAmount(shares.wei, "LRT")}`;
  },
});
