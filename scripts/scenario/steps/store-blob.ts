import { makeBlob, storeBlob as store } from "../../lib/ladder/availability.ts";
import { SECONDS_PER_BLOCK } from "../units.ts";
import { blobKey } from "../blobs.ts";
import { actor, integer, label, listOf, object, span } from "../fields.ts";
import { needMember } from "../services.ts";
import { defineStep } from "../step.ts";

export const storeBlob = defineStep({
  name: "store-blob",
  summary: "operators promise the data store to show any chunk of a blob for a time, and a keeper stores it",
  args: object({
    custodians: listOf(actor("operator")),
    blob: label("the blob"),
    chunks: integer(1, 64, "how many chunks it has"),
    for: span(),
  }),
  plan: ({ custodians, blob }, plan, at) => {
    for (const [index, custodian] of custodians.entries())
      needMember(custodian, "availability", plan, at.child("custodians").child(index));
    plan.happened(`blob ${blob}`);
  },
  run: async ({ custodians, blob: name, chunks, for: { blocks, text } }, { ladder, signer, notes }) => {
    const blob = makeBlob(name, chunks);
    await store(ladder, custodians.map(signer), blob, blocks * SECONDS_PER_BLOCK);
    notes.set(blobKey(name), blob);
    return `${chunks} chunks are kept for ${text}`;
  },
});
