import { slashElsewhere as reportSlashing } from "../../lib/ladder/rung-one.ts";
import { amount, object } from "../fields.ts";
import { formatAmount } from "../format.ts";
import { defineStep } from "../step.ts";

export const slashElsewhere = defineStep({
  name: "slash-elsewhere",
  summary:
    "validators of others with so much stake are slashed on the beacon chain, and leave before whoever asks later",
  args: object({ amount: amount("ETH") }),
  run: async ({ amount: { wei } }, { ladder }) => {
    await reportSlashing(ladder, wei);
    return `${formatAmount(wei, "ETH")} of others are slashed by the beacon chain`;
  },
});
