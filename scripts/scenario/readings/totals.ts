import { choice } from "../fields.ts";
import { defineReading } from "../reading.ts";

const WHICH = ["recognised", "lockedProfit", "idle", "feesOwed"] as const;

export const totals = defineReading({
  name: "totals",
  summary: "the vault's books: what is recognised (T), gained and not yet dripped (U), idle, or owed as fees",
  args: choice(WHICH, "one of the totals"),
  unit: () => "ETH",
  read: async (which, { ladder: { contracts } }) => (await contracts.vault.totals())[which],
});
