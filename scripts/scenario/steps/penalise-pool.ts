import { penalisePool as report } from "../../lib/ladder/rung-one.ts";
import { amount, object } from "../fields.ts";
import { formatAmount } from "../format.ts";
import { defineStep } from "../step.ts";

export const penalisePool = defineStep({
  name: "penalise-pool",
  summary: "the beacon chain takes something from each validator of the LST; the next report will find it",
  args: object({ each: amount("ETH") }),
  run: async ({ each }, { ladder }) => {
    const count = await report(ladder, each.wei);
    return `${count} validators of the LST lost ${formatAmount(each.wei, "ETH")} each`;
  },
});
