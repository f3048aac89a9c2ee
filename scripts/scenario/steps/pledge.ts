import * as lending from "../../lib/ladder/lending.ts";
import { actor, amount, object } from "../fields.ts";
import { formatAmount } from "../format.ts";
import { market, needLrt } from "../markets.ts";
import { defineStep } from "../step.ts";

export const pledge = defineStep({
  name: "pledge",
  summary: "gives LRT to a market as collateral",
  args: object({ by: actor("holder"), market: market(), amount: amount("LRT") }),
  plan: ({ by, market: place }, plan, at) => {
    needLrt(by, plan, at.child("by"));
    plan.happened(`position ${by} ${place}`);
  },
  run: async ({ by, market: place, amount: { wei } }, { ladder, signer }) => {
    await lending.pledge(ladder, signer(by), place, wei);
    return `${formatAmount(wei, "LRT")} of ${by} stand for a loan`;
  },
});
