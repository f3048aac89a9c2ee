import { collect as complete } from "../../lib/ladder/keepers.ts";
import { formatAmount } from "../format.ts";
import { object } from "../fields.ts";
import { defineStep } from "../step.ts";

export const collect = defineStep({
  name: "collect",
  summary: "completes what has left the core's queue and claims what the LST's queue has ready",
  args: object({}),
  run: async (_args, { ladder }) => {
    const { vault } = ladder.contracts;
    const before = (await vault.totals()).idle;
    await complete(ladder);
    const came = (await vault.totals()).idle - before;
    return came === 0n ? "no ETH has come in" : `${formatAmount(came, "ETH")} lie idle now`;
  },
});
