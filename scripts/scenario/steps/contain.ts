import { contain as stopExits } from "../../lib/ladder/containment.ts";
import { object, span } from "../fields.ts";
import { SECONDS_PER_BLOCK } from "../units.ts";
import { defineStep } from "../step.ts";

export const contain = defineStep({
  name: "contain",
  summary: "the guardian stops deposits, instant exits and fills for a while; what is claimable can be claimed",
  args: object({ for: span() }),
  run: async ({ for: { blocks, text } }, { ladder }) => {
    await stopExits(ladder, blocks * SECONDS_PER_BLOCK);
    return `exits are stopped for ${text}`;
  },
});
