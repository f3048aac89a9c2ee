import { recapitalise as give } from "../../lib/ladder/holders.ts";
import { actor, amount, object } from "../fields.ts";
import { defineStep } from "../step.ts";

export const recapitalise = defineStep({
  name: "recapitalise",
  summary: "gives ETH to all who hold LRT, and gets nothing for it",
  args: object({ by: actor(), amount: amount("ETH") }),
  plan: ({ by, amount: paid }, plan, at) => plan.spend(by, paid, at.child("amount")),
  run: async ({ by, amount: paid }, { ladder, signer }) => {
    await give(ladder, signer(by), paid.wei);
    return `the gift of ${by} belongs to all shares`;
  },
});
