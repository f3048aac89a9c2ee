import { advanceBlocks } from "../../lib/ladder/clock.ts";
import { round } from "../../lib/ladder/keepers.ts";
import { span } from "../fields.ts";
import { defineStep } from "../step.ts";

const BLOCKS_PER_DAY = 7_200n;

export const keepers = defineStep({
  name: "keepers",
  summary: "time passes and keepers do, once a day, all that anybody may do and that is due",
  args: span(),
  run: async ({ blocks, text }, { ladder, onPause }) => {
    let left = blocks;
    let rounds = 0;
    while (left > 0n) {
      const pause = left < BLOCKS_PER_DAY ? left : BLOCKS_PER_DAY;
      await advanceBlocks(ladder.provider, pause);
      await round(ladder);
      left -= pause;
      rounds += 1;
      await onPause?.(`keepers, round ${rounds}`);
    }
    return `${text} later, after ${rounds} ${rounds === 1 ? "round" : "rounds"} of the keepers`;
  },
});
