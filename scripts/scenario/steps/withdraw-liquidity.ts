import { withdraw } from "../../lib/ladder/trading.ts";
import { actor, object } from "../fields.ts";
import { formatAmount } from "../format.ts";
import { takeLiquidity } from "../markets.ts";
import { defineStep } from "../step.ts";

export const withdrawLiquidity = defineStep({
  name: "withdraw-liquidity",
  summary: "takes all of an actor's liquidity out of the pool, with the fees that it has earned",
  args: object({ by: actor("holder") }),
  plan: ({ by }, plan, at) => {
    const fix = "take the step `provide-liquidity` before";
    plan.need(`liquidity ${by}`, at.child("by"), `\`${by}\` has nothing in the pool`, fix);
    plan.receiveUnknown(by);
    plan.undo(`liquidity ${by}`);
  },
  run: async ({ by }, world) => {
    const { ladder, signer } = world;
    const vault = ladder.contracts.vault;
    const before = await vault.balanceOf(signer(by));
    let wei = 0n;
    for (const position of takeLiquidity(world, by)) wei += await withdraw(ladder, signer(by), position);
    const lrt = (await vault.balanceOf(signer(by))) - before;
    return `${by} has ${formatAmount(lrt, "LRT")} and ${formatAmount(wei, "ETH")} back`;
  },
});
