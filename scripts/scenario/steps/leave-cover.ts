import { leaveCover as leave } from "../../lib/ladder/cover.ts";
import { actor, object } from "../fields.ts";
import { defineStep } from "../step.ts";

/** Where a story notes the leave that an underwriter has asked for. */
export function leaveKey(underwriter: string): string {
  return `leave-cover ${underwriter}`;
}

export const leaveCover = defineStep({
  name: "leave-cover",
  summary: "an underwriter asks to leave the cover with everything: the door opens after the lock, for a while",
  args: object({ by: actor("underwriter") }),
  plan: ({ by }, plan, at) => {
    const fix = "take the step `join-cover` before";
    plan.need(`cover ${by}`, at.child("by"), `\`${by}\` has put nothing up`, fix);
    plan.happened(`leave ${by}`);
  },
  run: async ({ by }, { ladder, signer, notes }) => {
    notes.set(leaveKey(by), await leave(ladder, signer(by)));
    return `${by} has to wait, and pays for losses meanwhile`;
  },
});
