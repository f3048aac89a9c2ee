import { repayAll } from "../../lib/ladder/lending.ts";
import { actor, object } from "../fields.ts";
import { formatAmount } from "../format.ts";
import { market, needPosition } from "../markets.ts";
import { defineStep } from "../step.ts";

export const repay = defineStep({
  name: "repay",
  summary: "pays all that an actor owes to a market, and takes the collateral back",
  args: object({ by: actor("holder"), market: market() }),
  plan: ({ by, market: place }, plan, at) => {
    needPosition(by, place, plan, at.child("by"));
    plan.undo(`position ${by} ${place}`);
  },
  run: async ({ by, market: place }, { ladder, signer }) =>
    `${by} pays ${formatAmount(await repayAll(ladder, signer(by), place), "ETH")} and has the collateral back`,
});
