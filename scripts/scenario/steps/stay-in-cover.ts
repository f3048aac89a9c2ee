import { stayInCover as take } from "../../lib/ladder/cover.ts";
import { actor, object } from "../fields.ts";
import { defineStep } from "../step.ts";
import { leaveKey } from "./leave-cover.ts";

export const stayInCover = defineStep({
  name: "stay-in-cover",
  summary: "an underwriter who has asked to leave stays after all",
  args: object({ by: actor("underwriter") }),
  plan: ({ by }, plan, at) => {
    const fix = "take the step `leave-cover` before";
    plan.need(`leave ${by}`, at.child("by"), `\`${by}\` has not asked to leave`, fix);
  },
  run: async ({ by }, { ladder, signer, notes }) => {
    await take(ladder, signer(by), notes.get(leaveKey(by)) as bigint);
    return `${by} stays`;
  },
});
