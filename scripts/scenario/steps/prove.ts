import { prove as submit, type Evidence } from "../../lib/ladder/bridge.ts";
import { actor, integer, object } from "../fields.ts";
import { defineStep } from "../step.ts";

export const prove = defineStep({
  name: "prove",
  summary: "anyone shows the two signatures to the bridge, which has the operator slashed at once",
  args: object({
    by: actor(),
    operator: actor("operator"),
    height: integer(1, 2 ** 31, "height of the source chain"),
  }),
  plan: ({ operator, height }, plan, at) => {
    const message = `\`${operator}\` has not signed two roots for height ${height}`;
    plan.need(`evidence ${operator} ${height}`, at, message, "take the step `equivocate` before, with the same height");
  },
  run: async ({ by, operator, height }, { ladder, signer, notes }) => {
    const evidence = notes.get(`equivocate ${operator} ${height}`) as Evidence;
    await submit(ladder, signer(by), signer(operator).address, evidence);
    return `${operator} is slashed`;
  },
});
