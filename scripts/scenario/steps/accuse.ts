import { accuse as show } from "../../lib/ladder/oracle.ts";
import { actor, integer, object } from "../fields.ts";
import { needMember } from "../services.ts";
import { defineStep } from "../step.ts";

export const accuse = defineStep({
  name: "accuse",
  summary: "anyone shows that an operator's price is too far from the round's median: the oracle announces a slash",
  args: object({ by: actor(), operator: actor("operator"), round: integer(1, 2 ** 31, "a round of the oracle") }),
  plan: ({ operator }, plan, at) => needMember(operator, "oracle", plan, at.child("operator")),
  run: async ({ by, operator, round }, { ladder, signer }) => {
    await show(ladder, signer(by), signer(operator).address, BigInt(round));
    return `a slash of ${operator} is announced`;
  },
});
