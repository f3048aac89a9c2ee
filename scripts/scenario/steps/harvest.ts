import { harvest as claimAll } from "../../lib/ladder/rewards.ts";
import type { Distribution } from "../../rewards/merkle.ts";
import { object } from "../fields.ts";
import { formatAmount } from "../format.ts";
import { defineStep } from "../step.ts";
import { TREE } from "./distribute.ts";

export const harvest = defineStep({
  name: "harvest",
  summary: "claims the vault's rewards with their Merkle proofs: they drip into the rate",
  args: object({}),
  plan: (_args, plan, at) => {
    plan.need("root", at, "there is no root of earnings to claim on", "take the step `distribute` before");
  },
  run: async (_args, { ladder, notes }) => {
    const gained = await claimAll(ladder, notes.get(TREE) as Distribution);
    return `${formatAmount(gained, "ETH")} of rewards are in the vault`;
  },
});
