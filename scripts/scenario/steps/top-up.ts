import { topUp as add } from "../../lib/ladder/rung-one.ts";
import { actor, amount, object } from "../fields.ts";
import { formatAmount } from "../format.ts";
import { needSlot, slotOf } from "../slots.ts";
import { defineStep } from "../step.ts";

export const topUp = defineStep({
  name: "top-up",
  summary: "somebody adds ETH to one of the vault's validators with an operator, and gets nothing for it",
  args: object({ by: actor(), operator: actor("operator"), amount: amount("ETH") }),
  plan: ({ by, operator, amount: paid }, plan, at) => {
    needSlot(operator, plan, at.child("operator"));
    plan.spend(by, paid, at.child("amount"));
  },
  run: async ({ by, operator, amount: paid }, world) => {
    await add(world.ladder, slotOf(world, operator), world.signer(by), paid.wei);
    return `${formatAmount(paid.wei, "ETH")} of ${by} are added to a validator of ${operator}`;
  },
});
