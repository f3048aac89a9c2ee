import { conclude as end } from "../../lib/ladder/availability.ts";
import { questionNamed } from "../blobs.ts";
import { label, object } from "../fields.ts";
import { defineStep } from "../step.ts";

export const conclude = defineStep({
  name: "conclude",
  summary: "a question that nobody answered in time ends, and the bond is the asker's again",
  args: object({ question: label("the question") }),
  plan: ({ question }, plan, at) => {
    const fix = "take the step `challenge` before";
    plan.need(`question ${question}`, at.child("question"), `nobody has asked \`${question}\``, fix);
  },
  run: async ({ question }, world) => {
    await end(world.ladder, questionNamed(world, question));
    return "nobody has shown the chunk";
  },
});
