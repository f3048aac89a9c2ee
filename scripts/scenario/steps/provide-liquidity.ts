import { provide } from "../../lib/ladder/trading.ts";
import { actor, amount, object } from "../fields.ts";
import { formatAmount } from "../format.ts";
import { needLrt, noteLiquidity } from "../markets.ts";
import { defineStep } from "../step.ts";

export const provideLiquidity = defineStep({
  name: "provide-liquidity",
  summary: "puts LRT and ETH into the pool, over all prices and as much of both as fits",
  args: object({ by: actor("holder"), lrt: amount("LRT"), eth: amount("ETH") }),
  plan: ({ by, eth }, plan, at) => {
    needLrt(by, plan, at.child("by"));
    plan.spend(by, eth, at.child("eth"));
    plan.receiveUnknown(by);
    plan.happened(`liquidity ${by}`);
  },
  run: async ({ by, lrt, eth }, world) => {
    noteLiquidity(world, by, await provide(world.ladder, world.signer(by), lrt.wei, eth.wei));
    return `${by} trades with up to ${formatAmount(lrt.wei, "LRT")} and ${formatAmount(eth.wei, "ETH")}`;
  },
});
