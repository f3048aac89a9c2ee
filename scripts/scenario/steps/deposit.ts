import { depositEth, depositLst } from "../../lib/ladder/holders.ts";
import { formatAmount } from "../format.ts";
import { actor, amount, object } from "../fields.ts";
import { defineStep } from "../step.ts";

export const deposit = defineStep({
  name: "deposit",
  summary: "puts ETH or wstETH into the vault and receives LRT",
  args: object({ by: actor("holder"), amount: amount("ETH", "wstETH") }),
  plan: ({ by, amount: paid }, plan, at) => {
    if (paid.token === "wstETH")
      plan.need(
        `wstETH ${by}`,
        at.child("amount"),
        `\`${by}\` has no wstETH yet`,
        `let \`${by}\` take the step \`stake\` before`,
      );
    plan.spend(by, paid, at.child("amount"));
    plan.happened(`LRT ${by}`);
  },
  run: async ({ by, amount: { token, wei } }, { ladder, signer }) => {
    const shares = await (token === "ETH" ? depositEth : depositLst)(ladder, signer(by), wei);
    return `${by} receives ${formatAmount(shares, "LRT")}`;
  },
});
