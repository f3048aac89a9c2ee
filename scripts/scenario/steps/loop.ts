import { raise } from "../../lib/ladder/leverage.ts";
import { actor, amount, object } from "../fields.ts";
import { formatAmount } from "../format.ts";
import { market } from "../markets.ts";
import { defineStep } from "../step.ts";

export const loop = defineStep({
  name: "loop",
  summary: "puts ETH of one's own and borrowed ETH into LRT, which is the collateral, in one transaction",
  args: object({ by: actor("holder"), market: market(), equity: amount("ETH"), borrow: amount("ETH") }),
  plan: ({ by, market: place, equity }, plan, at) => {
    plan.spend(by, equity, at.child("equity"));
    plan.happened(`position ${by} ${place}`);
  },
  run: async ({ by, market: place, equity, borrow }, { ladder, signer }) => {
    const terms = { equityWei: equity.wei, borrowWei: borrow.wei };
    const lrt = await raise(ladder, signer(by), place, terms);
    return `${by} has ${formatAmount(lrt, "LRT")} more there, and owes ${formatAmount(borrow.wei, "ETH")} more`;
  },
});
