import { trade } from "../../lib/ladder/trading.ts";
import { actor, amount, object } from "../fields.ts";
import { formatAmount } from "../format.ts";
import { defineStep } from "../step.ts";

export const swap = defineStep({
  name: "swap",
  summary: "sells LRT in the pool for ETH, or buys some with ETH, at whatever price comes of it",
  args: object({ by: actor("holder"), amount: amount("LRT", "ETH") }),
  plan: ({ by, amount: given }, plan, at) => {
    if (given.token === "LRT") {
      const fix = `let \`${by}\` take the step \`deposit\` before`;
      plan.need(`LRT ${by}`, at.child("by"), `\`${by}\` has no LRT yet`, fix);
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
