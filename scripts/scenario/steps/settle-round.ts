import { settleRound as settle } from "../../lib/ladder/oracle.ts";
import { object } from "../fields.ts";
import { formatWad } from "../format.ts";
import { defineStep } from "../step.ts";

export const settleRound = defineStep({
  name: "settle-round",
  summary: "the oracle's round is settled: its price is the median of what was reported, by stake",
  args: object({}),
  plan: (_args, plan, at) => {
    plan.need("round", at, "the oracle has no round", "take the step `open-round` before");
  },
  run: async (_args, { ladder }) => `the price is ${formatWad(await settle(ladder))}`,
});
