import { sent } from "../../lib/ladder/sent.ts";
import { actor, object } from "../fields.ts";
import { defineStep } from "../step.ts";

export const windUp = defineStep({
  name: "wind-up",
  summary:
    "anyone ends a vault that is dead after its grace, for ever: it only pays out what there is and what comes late",
  args: object({ by: actor() }),
  run: async ({ by }, { ladder: { contracts }, signer }) => {
    await sent(contracts.runOff.connect(signer(by)).windUp());
    return "the vault takes nothing in any more";
  },
});
