import * as holders from "../../lib/ladder/holders.ts";
import { formatAmount } from "../format.ts";
import { actor, amount, object } from "../fields.ts";
import { needLrt } from "../markets.ts";
import { defineStep } from "../step.ts";

export const exitNow = defineStep({
  name: "exit-now",
  summary: "leaves at once, for a fee, with idle ETH that nobody in the exit queue waits for",
  args: object({ by: actor("holder"), amount: amount("LRT") }),
  plan: ({ by }, plan, at) => {
    needLrt(by, plan, at.child("by"));
    plan.receiveUnknown(by);
  },
  run: async ({ by, amount: shares }, { ladder, signer }) => {
    const paid = await holders.exitNow(ladder, signer(by), shares.wei);
    return `${by} receives ${formatAmount(paid, "ETH")} at once`;
  },
});
