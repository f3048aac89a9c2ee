import { answer as show } from "../../lib/ladder/availability.ts";
import { questionNamed } from "../blobs.ts";
import { actor, label, object } from "../fields.ts";
import { defineStep } from "../step.ts";

export const answer = defineStep({
  name: "answer",
  summary: "anyone shows the chunk that was asked for, with its proof, and earns half of the bond",
  args: object({ by: actor(), question: label("the question") }),
  plan: ({ question }, plan, at) => {
    const fix = "take the step `challenge` before";
    plan.need(`question ${question}`, at.child("question"), `nobody has asked \`${question}\``, fix);
  },
  run: async ({ by, question }, world) => {
    await show(world.ladder, world.signer(by), questionNamed(world, question));
    return `${by} has shown the chunk`;
  },
});
