import * as holders from "../../lib/ladder/holders.ts";
import { formatAmount } from "../format.ts";
import { actor, amount, object } from "../fields.ts";
import { defineStep } from "../step.ts";

export const stake = defineStep({
  name: "stake",
  summary: "stakes ETH on rung 2 and wraps what comes back: the actor holds wstETH",
  args: object({ by: actor("holder"), amount: amount("ETH") }),
  plan: ({ by, amount: paid }, plan, at) => {
    plan.spend(by, paid, at.child("amount"));
    plan.happened(`wstETH ${by}`);
  },
  run: async ({ by, amount: paid }, { ladder, signer }) => {
    const received = await holders.stake(ladder, signer(by), paid.wei);
    return `${by} holds ${formatAmount(received, "wstETH")} for it`;
  },
});
