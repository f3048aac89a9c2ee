import * as lending from "../../lib/ladder/lending.ts";
import { actor, amount, object } from "../fields.ts";
import { formatAmount } from "../format.ts";
import { market } from "../markets.ts";
import { defineStep } from "../step.ts";

export const lend = defineStep({
  name: "lend",
  summary: "supplies ETH to a market that lends it against LRT",
  args: object({ by: actor("holder"), market: market(), amount: amount("ETH") }),
  plan: ({ by, amount: given, market: place }, plan, at) => {
    plan.spend(by, given, at.child("amount"));
    plan.happened(`loan ${by} ${place}`);
  },
  run: async ({ by, market: place, amount: { wei } }, { ladder, signer }) => {
    await lending.lend(ladder, signer(by), place, wei);
    return `${formatAmount(wei, "ETH")} of ${by} can be borrowed`;
  },
});
