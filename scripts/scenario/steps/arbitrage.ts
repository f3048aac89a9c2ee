import { buyAndRedeem } from "../../lib/ladder/trading.ts";
import { actor, amount, label, object, optional, percent } from "../fields.ts";
import { formatAmount } from "../format.ts";
import { newTicket } from "../markets.ts";
import { defineStep } from "../step.ts";

/** Wads in a basis point. */
const BPS_WAD = 10n ** 14n;

export const arbitrage = defineStep({
  name: "arbitrage",
  summary: "buys LRT in the pool below what the vault pays for it, and gives it to the exit queue, in one transaction",
  args: object({
    by: actor("holder"),
    amount: amount("ETH"),
    discount: optional(percent()),
    ticket: label("the ticket"),
  }),
  plan: ({ by, amount: paid, ticket }, plan, at) => {
    plan.spend(by, paid, at.child("amount"));
    newTicket(ticket, by, plan, at.child("ticket"));
  },
  run: async ({ by, amount: paid, discount = 0n, ticket }, { ladder, signer, tickets }) => {
    const number = await buyAndRedeem(ladder, signer(by), paid.wei, discount / BPS_WAD);
    tickets.set(ticket, number);
    const { shares } = await ladder.contracts.exitQueue.ticketOf(number);
    return `${by} holds the ticket ${ticket} over ${formatAmount(shares, "LRT")}`;
  },
});
