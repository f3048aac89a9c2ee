import { submitRoot, type Earnings } from "../../lib/ladder/rewards.ts";
import { object } from "../fields.ts";
import { defineStep } from "../step.ts";
import { EARNINGS } from "./reward.ts";

/** Where a story notes the latest tree of earnings. */
export const TREE = "distribute tree";

export const distribute = defineStep({
  name: "distribute",
  summary: "the root of everyone's earnings is submitted; it can be claimed on after its delay",
  args: object({}),
  plan: (_args, plan, at) => {
    plan.need("reward", at, "no service has paid anything", "take the step `reward` before");
    plan.happened("root");
  },
  run: async (_args, { ladder, notes }) => {
    const tree = await submitRoot(ladder, notes.get(EARNINGS) as Earnings);
    notes.set(TREE, tree);
    return `${tree.earners.length} earners are in the tree`;
  },
});
