import { liquidate as seize, PAYMENTS } from "../../lib/ladder/leverage.ts";
import { actor, choice, label, object, optional } from "../fields.ts";
import { formatAmount } from "../format.ts";
import { market, needPosition, ticketIfAsked } from "../markets.ts";
import { defineStep } from "../step.ts";

export const liquidate = defineStep({
  name: "liquidate",
  summary:
    "seizes the collateral of an unhealthy position and pays its debt with it; by ticket or to hold the LRT, with the caller's own ETH",
  args: object({
    by: actor("holder", "keeper"),
    borrower: actor("holder"),
    market: market(),
    way: choice(PAYMENTS, "how LRT becomes ETH"),
    ticket: optional(label("the ticket, when the way is one")),
  }),
  plan: ({ by, borrower, market: place, way, ticket }, plan, at) => {
    needPosition(borrower, place, plan, at.child("borrower"));
    ticketIfAsked(way, ticket, by, plan, at);
    if (way === "hold") plan.happened(`LRT ${by}`);
    plan.receiveUnknown(by);
  },
  run: async ({ by, borrower, market: place, way, ticket }, { ladder, signer, tickets }) => {
    const terms = { borrower: signer(borrower).address, way };
    const { gainWei, ticket: got } = await seize(ladder, signer(by), place, terms);
    if (ticket !== undefined) tickets.set(ticket, got!);
    if (gainWei > 0n) return `${by} earns ${formatAmount(gainWei, "ETH")}`;
    const has = ticket === undefined ? "has the LRT" : `holds the ticket ${ticket}`;
    return `${by} paid ${formatAmount(-gainWei, "ETH")} and ${has}`;
  },
});
