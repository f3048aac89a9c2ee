import { challenge as ask } from "../../lib/ladder/availability.ts";
import { blobNamed, questionKey } from "../blobs.ts";
import { actor, integer, label, object } from "../fields.ts";
import { formatAmount } from "../format.ts";
import { needMember } from "../services.ts";
import { defineStep } from "../step.ts";

export const challenge = defineStep({
  name: "challenge",
  summary: "anyone asks a custodian of the data store for a chunk of a blob, with a bond",
  args: object({
    by: actor(),
    operator: actor("operator"),
    blob: label("the blob"),
    chunk: integer(0, 63, "number of the chunk, from 0"),
    question: label("the question"),
  }),
  plan: ({ by, operator, blob, question }, plan, at) => {
    needMember(operator, "availability", plan, at.child("operator"));
    plan.need(`blob ${blob}`, at.child("blob"), `there is no blob \`${blob}\``, "take the step `store-blob` before");
    plan.receiveUnknown(by);
    plan.happened(`question ${question}`);
  },
  run: async ({ by, operator, blob, chunk, question }, world) => {
    const about = { blob: blobNamed(world, blob), chunk };
    const asked = await ask(world.ladder, world.signer(by), world.signer(operator).address, about);
    world.notes.set(questionKey(question), asked);
    return `${operator} has to show chunk ${chunk}; ${by} has put up ${formatAmount(asked.bondWei, "ETH")}`;
  },
});
