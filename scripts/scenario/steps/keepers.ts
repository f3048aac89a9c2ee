import { advanceBlocks } from "../../lib/ladder/clock.ts";
import { round, type Trouble } from "../../lib/ladder/round.ts";
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
    const troubles: Trouble[] = [];
    while (left > 0n) {
      const pause = left < BLOCKS_PER_DAY ? left : BLOCKS_PER_DAY;
      await advanceBlocks(ladder.provider, pause);
      troubles.push(...(await round(ladder)));
      left -= pause;
      rounds += 1;
      await onPause?.(`keepers, round ${rounds}`);
    }
    const refused = [...new Set(troubles.map(({ job, reason }) => `${job} (${reason})`))];
    const but = refused.length === 0 ? "" : `, who could not do: ${refused.join(", ")}`;
    return `${text} later, after ${rounds} ${rounds === 1 ? "round" : "rounds"} of the keepers${but}`;
  },
});
