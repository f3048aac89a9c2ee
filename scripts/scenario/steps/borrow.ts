import * as lending from "../../lib/ladder/lending.ts";
import { actor, amount, object } from "../fields.ts";
import { formatAmount } from "../format.ts";
import { market, needPosition } from "../markets.ts";
import { defineStep } from "../step.ts";

export const borrow = defineStep({
  name: "borrow",
  summary: "borrows ETH against LRT that is pledged",
  args: object({ by: actor("holder"), market: market(), amount: amount("ETH") }),
  plan: ({ by, market: place }, plan, at) => {
    needPosition(by, place, plan, at.child("by"));
    plan.receiveUnknown(by);
  },
  run: async ({ by, market: place, amount: { wei } }, { ladder, signer }) => {
    await lending.borrow(ladder, signer(by), place, wei);
    return `${by} owes ${formatAmount(wei, "ETH")} more`;
  },
});
