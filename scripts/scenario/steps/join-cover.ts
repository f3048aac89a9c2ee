import { joinCover as join } from "../../lib/ladder/cover.ts";
import { actor, amount, object } from "../fields.ts";
import { formatAmount } from "../format.ts";
import { defineStep } from "../step.ts";

export const joinCover = defineStep({
  name: "join-cover",
  summary: "puts ETH up for the vault's first losses, for a part of its fees",
  args: object({ by: actor("underwriter"), amount: amount("ETH") }),
  plan: ({ by, amount: paid }, plan, at) => {
    plan.spend(by, paid, at.child("amount"));
    plan.happened(`cover ${by}`);
  },
  run: async ({ by, amount: paid }, { ladder, signer }) => {
    await join(ladder, signer(by), paid.wei);
    return `${formatAmount(paid.wei, "ETH")} of ${by} stand before the holders`;
  },
});
