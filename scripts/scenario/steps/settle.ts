import { settle as fill } from "../../lib/ladder/keepers.ts";
import { object } from "../fields.ts";
import { formatAmount } from "../format.ts";
import { defineStep } from "../step.ts";

export const settle = defineStep({
  name: "settle",
  summary: "pays the oldest closed batches of the exit queue from the vault's idle ETH, as far as it goes",
  args: object({}),
  plan: (_args, plan, at) => {
    plan.need("closed batch", at, "no batch has been closed", "take the step `close` before");
  },
  run: async (_args, { ladder }) => {
    const before = await ladder.contracts.exitQueue.lockedAssets();
    await fill(ladder);
    const locked = (await ladder.contracts.exitQueue.lockedAssets()) - before;
    return locked === 0n ? "there is no ETH to pay with yet" : `${formatAmount(locked, "ETH")} ready to claim`;
  },
});
