import { advanceBlocks } from "../../lib/ladder/clock.ts";
import { span } from "../fields.ts";
import { defineStep } from "../step.ts";

export const advance = defineStep({
  name: "advance",
  summary: "time passes, in blocks of 12 seconds",
  args: span(),
  run: async ({ blocks, text }, { ladder }) => {
    await advanceBlocks(ladder.provider, blocks);
    return `${text} later`;
  },
});
