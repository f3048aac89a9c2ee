import { execute as slash } from "../../lib/ladder/oracle.ts";
import { actor, integer, object } from "../fields.ts";
import { needMember } from "../services.ts";
import { defineStep } from "../step.ts";

export const execute = defineStep({
  name: "execute",
  summary: "anyone executes a slash that the oracle has announced, once nobody may veto it any more",
  args: object({ by: actor(), operator: actor("operator"), round: integer(1, 2 ** 31, "a round of the oracle") }),
  plan: ({ operator }, plan, at) => needMember(operator, "oracle", plan, at.child("operator")),
  run: async ({ by, operator, round }, { ladder, signer }) => {
    await slash(ladder, signer(by), signer(operator).address, BigInt(round));
    return `${operator} is slashed`;
  },
});
