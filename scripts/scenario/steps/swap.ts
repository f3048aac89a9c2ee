import { trade } from "../../lib/ladder/trading.ts";
import { actor, amount, object } from "../fields.ts";
import { formatAmount } from "../format.ts";
import { needLrt } from "../markets.ts";
import { defineStep } from "../step.ts";

export const swap = defineStep({
  name: "swap",
  summary: "sells LRT in the pool for ETH, or buys some with ETH, at whatever price comes of it",
  args: object({ by: actor("holder"), amount: amount("LRT", "ETH") }),
  plan: ({ by, amount: given }, plan, at) => {
    if (given.token === "LRT") {
      needLrt(by, plan, at.child("by"));
      plan.receiveUnknown(by);
      return;
    }
    plan.spend(by, given, at.child("amount"));
    plan.happened(`LRT ${by}`);
  },
  run: async ({ by, amount: { token, wei } }, { ladder, signer }) => {
    const { received } = await trade(ladder, signer(by), token === "LRT", wei);
    return `${by} gets ${formatAmount(received, token === "LRT" ? "ETH" : "LRT")}`;
  },
});
