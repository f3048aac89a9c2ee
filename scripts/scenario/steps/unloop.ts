import { lower, WAYS } from "../../lib/ladder/leverage.ts";
import { actor, choice, label, object, optional } from "../fields.ts";
import { formatAmount } from "../format.ts";
import { market, needPosition, ticketIfAsked } from "../markets.ts";
import { defineStep } from "../step.ts";

export const unloop = defineStep({
  name: "unloop",
  summary: "sells the collateral of a position and pays its debt with it; by ticket, the owner's own ETH pays",
  args: object({
    by: actor("holder"),
    market: market(),
    way: choice(WAYS, "how LRT becomes ETH"),
    ticket: optional(label("the ticket, when the way is one")),
  }),
  plan: ({ by, market: place, way, ticket }, plan, at) => {
    needPosition(by, place, plan, at.child("by"));
    ticketIfAsked(way, ticket, by, plan, at);
    plan.receiveUnknown(by);
    plan.undo(`position ${by} ${place}`);
  },
  run: async ({ by, market: place, way, ticket }, { ladder, signer, tickets }) => {
    const closed = await lower(ladder, signer(by), place, way);
    if (ticket !== undefined) tickets.set(ticket, closed.ticket!);
    return ticket === undefined
      ? `${by} has ${formatAmount(closed.gainWei, "ETH")} of it`
      : `${by} paid ${formatAmount(-closed.gainWei, "ETH")} and holds the ticket ${ticket}`;
  },
});
