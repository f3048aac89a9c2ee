import { registerOperator } from "../../lib/ladder/operators.ts";
import { actor, object } from "../fields.ts";
import { defineStep } from "../step.ts";

export const register = defineStep({
  name: "register",
  summary: "an operator signs up in the restaking core",
  args: object({ by: actor("operator") }),
  plan: ({ by }, plan, at) => {
    if (plan.has(`operator ${by}`))
      at.fail(`\`${by}\` is registered already`, "one registration an operator", "leave this step out");
    plan.happened(`operator ${by}`);
  },
  run: async ({ by }, { ladder, signer }) => {
    const blocks = await registerOperator(ladder, signer(by));
    return `${by} is an operator; what it allocates counts ${blocks} blocks later`;
  },
});
