import { sent } from "../../lib/ladder/sent.ts";
import { actor, object, optional } from "../fields.ts";
import { defineStep } from "../step.ts";

export const close = defineStep({
  name: "close",
  summary: "closes the open batch of the exit queue: unwinding starts for it",
  args: object({ by: optional(actor()) }),
  plan: (_args, plan, at) => {
    const fix = "let a holder take the step `request` before";
    plan.need("request in the open batch", at, "nobody has requested anything since the last batch closed", fix);
    plan.undo("request in the open batch");
    plan.happened("closed batch");
  },
  run: async ({ by }, { ladder, signer }) => {
    await sent(ladder.contracts.exitQueue.connect(by ? signer(by) : ladder.keeper).close());
    return "what is in it waits for ETH now";
  },
});
