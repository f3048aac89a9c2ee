import * as holders from "../../lib/ladder/holders.ts";
import { formatAmount } from "../format.ts";
import { actor, amount, label, object } from "../fields.ts";
import { needLrt, newTicket } from "../markets.ts";
import { defineStep } from "../step.ts";

export const request = defineStep({
  name: "request",
  summary: "gives LRT to the exit queue for a ticket",
  args: object({ by: actor("holder"), amount: amount("LRT"), ticket: label("the ticket") }),
  plan: ({ by, ticket }, plan, at) => {
    needLrt(by, plan, at.child("by"));
    newTicket(ticket, by, plan, at.child("ticket"));
  },
  run: async ({ by, amount: shares, ticket }, { ladder, signer, tickets }) => {
    tickets.set(ticket, await holders.request(ladder, signer(by), shares.wei));
    return `${by} holds the ticket ${ticket} over ${formatAmount(shares.wei, "LRT")}`;
  },
});
