import { withdrawCover as take } from "../../lib/ladder/cover.ts";
import { actor, object } from "../fields.ts";
import { formatAmount } from "../format.ts";
import { defineStep } from "../step.ts";
import { leaveKey } from "./leave-cover.ts";

export const withdrawCover = defineStep({
  name: "withdraw-cover",
  summary: "an underwriter who has asked to leave takes its ETH, while the door is open",
  args: object({ by: actor("underwriter") }),
  plan: ({ by }, plan, at) => {
    const fix = "take the step `leave-cover` before";
    plan.need(`leave ${by}`, at.child("by"), `\`${by}\` has not asked to leave`, fix);
    plan.receiveUnknown(by);
  },
  run: async ({ by }, { ladder, signer, notes }) => {
    const paid = await take(ladder, signer(by), notes.get(leaveKey(by)) as bigint);
    return `${by} receives ${formatAmount(paid, "ETH")}`;
  },
});
