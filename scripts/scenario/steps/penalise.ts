import { penaliseValidators } from "../../lib/ladder/rung-one.ts";
import { actor, amount, object } from "../fields.ts";
import { formatAmount } from "../format.ts";
import { needSlot, slotOf } from "../slots.ts";
import { defineStep } from "../step.ts";

export const penalise = defineStep({
  name: "penalise",
  summary: "the beacon chain takes something from each of the vault's validators with an operator, for missed duties",
  args: object({ operator: actor("operator"), each: amount("ETH") }),
  plan: ({ operator }, plan, at) => needSlot(operator, plan, at.child("operator")),
  run: async ({ operator, each }, world) => {
    const count = await penaliseValidators(world.ladder, slotOf(world, operator), each.wei);
    return `${count} ${count === 1 ? "validator" : "validators"} of ${operator} lost ${formatAmount(each.wei, "ETH")} each`;
  },
});
