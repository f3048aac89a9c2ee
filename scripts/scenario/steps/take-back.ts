import * as lending from "../../lib/ladder/lending.ts";
import { actor, object } from "../fields.ts";
import { formatAmount } from "../format.ts";
import { market } from "../markets.ts";
import { defineStep } from "../step.ts";

export const takeBack = defineStep({
  name: "take-back",
  summary: "takes all that an actor has lent to a market, with its interest and its losses",
  args: object({ by: actor("holder"), market: market() }),
  plan: ({ by, market: place }, plan, at) => {
    const fix = "take the step `lend` before";
    plan.need(`loan ${by} ${place}`, at.child("by"), `\`${by}\` has lent nothing to the market \`${place}\``, fix);
    plan.receiveUnknown(by);
  },
  run: async ({ by, market: place }, { ladder, signer }) =>
    `${by} receives ${formatAmount(await lending.takeBack(ladder, signer(by), place), "ETH")}`,
});
