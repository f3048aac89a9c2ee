import { actor, amount, object } from "../fields.ts";
import { formatAmount } from "../format.ts";
import { addLock } from "../messages.ts";
import { defineStep } from "../step.ts";

export const lock = defineStep({
  name: "lock",
  summary: "locks ETH on the source chain of the bridge, for as much of its token here",
  args: object({ by: actor(), amount: amount("ETH") }),
  run: async ({ by, amount: locked }, world) => {
    addLock(world, world.signer(by).address, locked.wei);
    return `${formatAmount(locked.wei, "ETH")} of ${by} are locked on the source chain`;
  },
});
