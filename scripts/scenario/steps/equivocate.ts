import { signTwice } from "../../lib/ladder/bridge.ts";
import { actor, integer, object } from "../fields.ts";
import { defineStep } from "../step.ts";

export const equivocate = defineStep({
  name: "equivocate",
  summary: "an operator signs two different roots for one height of the bridge; nobody has noticed yet",
  args: object({ by: actor("operator"), height: integer(1, 2 ** 31, "height of the source chain") }),
  plan: ({ by, height }, plan, at) => {
    plan.need(
      `member ${by} of bridge`,
      at.child("by"),
      `\`${by}\` does not secure the bridge`,
      "take the step `secure` before",
    );
    plan.happened(`evidence ${by} ${height}`);
  },
  run: async ({ by, height }, { ladder, signer, notes }) => {
    notes.set(`equivocate ${by} ${height}`, await signTwice(ladder, signer(by), BigInt(height)));
    return `two signatures of ${by} contradict each other`;
  },
});
