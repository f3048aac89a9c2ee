import { openRound as open } from "../../lib/ladder/oracle.ts";
import { object } from "../fields.ts";
import { defineStep } from "../step.ts";

export const openRound = defineStep({
  name: "open-round",
  summary: "the oracle asks for prices: a round opens, and the stake of this moment is what each price will weigh",
  args: object({}),
  plan: (_args, plan) => plan.happened("round"),
  run: async (_args, { ladder }) => `round ${await open(ladder)} takes prices`,
});
