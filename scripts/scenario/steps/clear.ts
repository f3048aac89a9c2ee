import { clear as close } from "../../lib/ladder/oracle.ts";
import { actor, integer, object } from "../fields.ts";
import { needMember } from "../services.ts";
import { defineStep } from "../step.ts";

export const clear = defineStep({
  name: "clear",
  summary: "an announcement that nobody executed in time is closed",
  args: object({ operator: actor("operator"), round: integer(1, 2 ** 31, "a round of the oracle") }),
  plan: ({ operator }, plan, at) => needMember(operator, "oracle", plan, at.child("operator")),
  run: async ({ operator, round }, { ladder, signer }) => {
    await close(ladder, signer(operator).address, BigInt(round));
    return `nothing is announced against ${operator} for round ${round} any more`;
  },
});
