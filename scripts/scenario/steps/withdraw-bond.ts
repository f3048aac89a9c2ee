import { withdrawBonds } from "../../lib/ladder/availability.ts";
import { actor, object } from "../fields.ts";
import { formatAmount } from "../format.ts";
import { defineStep } from "../step.ts";

export const withdrawBond = defineStep({
  name: "withdraw-bond",
  summary: "takes out of the data store what bonds have come back and what answers have earned",
  args: object({ by: actor() }),
  plan: ({ by }, plan) => plan.receiveUnknown(by),
  run: async ({ by }, { ladder, signer }) =>
    `${by} receives ${formatAmount(await withdrawBonds(ladder, signer(by)), "ETH")}`,
});
