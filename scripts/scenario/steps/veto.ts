import { veto as letOff } from "../../lib/ladder/oracle.ts";
import { actor, integer, object } from "../fields.ts";
import { needMember } from "../services.ts";
import { defineStep } from "../step.ts";

export const veto = defineStep({
  name: "veto",
  summary: "the oracle's committee lets off an operator whose slash is announced, while it may",
  args: object({ operator: actor("operator"), round: integer(1, 2 ** 31, "a round of the oracle") }),
  plan: ({ operator }, plan, at) => needMember(operator, "oracle", plan, at.child("operator")),
  run: async ({ operator, round }, { ladder, signer }) => {
    await letOff(ladder, signer(operator).address, BigInt(round));
    return `${operator} is let off for round ${round}`;
  },
});
