import { punish as slash } from "../../lib/ladder/availability.ts";
import { questionNamed } from "../blobs.ts";
import { actor, label, object } from "../fields.ts";
import { defineStep } from "../step.ts";

export const punish = defineStep({
  name: "punish",
  summary: "anyone has an operator slashed for a question that ended without an answer",
  args: object({ by: actor(), question: label("the question") }),
  plan: ({ question }, plan, at) => {
    const fix = "take the step `challenge` before";
    plan.need(`question ${question}`, at.child("question"), `nobody has asked \`${question}\``, fix);
  },
  run: async ({ by, question }, world) => {
    await slash(world.ladder, world.signer(by), questionNamed(world, question));
    return "the silent operator is slashed";
  },
});
