import { quote as report } from "../../lib/ladder/oracle.ts";
import { actor, decimal, object } from "../fields.ts";
import { formatWad } from "../format.ts";
import { needMember } from "../services.ts";
import { defineStep } from "../step.ts";

export const quote = defineStep({
  name: "quote",
  summary: "an operator signs a price for the oracle's open round and a keeper carries it there",
  args: object({ by: actor("operator"), price: decimal("a price") }),
  plan: ({ by }, plan, at) => {
    needMember(by, "oracle", plan, at.child("by"));
    plan.need("round", at, "the oracle has no round", "take the step `open-round` before");
  },
  run: async ({ by, price }, { ladder, signer }) => {
    const round = await report(ladder, signer(by), price.wad);
    return `${by} says ${formatWad(price.wad)} in round ${round}`;
  },
});
