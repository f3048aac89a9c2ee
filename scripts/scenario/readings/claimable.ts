import { label } from "../fields.ts";
import { defineReading } from "../reading.ts";

export const claimable = defineReading({
  name: "claimable",
  summary: "ETH that a ticket can claim now",
  args: label("a ticket"),
  unit: () => "ETH",
  plan: (ticket, plan, at) => {
    plan.need(`ticket ${ticket}`, at, `no ticket \`${ticket}\` has been requested`, "take the step `request` before");
  },
  read: async (ticket, { ladder: { contracts }, tickets }) => contracts.exitQueue.claimableOf(tickets.get(ticket)!),
});
