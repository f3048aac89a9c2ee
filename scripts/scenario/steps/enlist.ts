import { addSlot, registerKeys } from "../../lib/ladder/operators.ts";
import { actor, amount, integer, object, percent } from "../fields.ts";
import { formatPercent } from "../format.ts";
import { needOperator, slotKey } from "../slots.ts";
import { defineStep } from "../step.ts";

const WAD_PER_BPS = 10n ** 14n;

export const enlist = defineStep({
  name: "enlist",
  summary: "the vault takes an operator on: a slot with a share of all stake, a cap, and keys for validators",
  args: object({
    operator: actor("operator"),
    share: percent(),
    cap: amount("ETH"),
    validators: integer(0, 100, "how many validators the vault may run with it"),
  }),
  plan: ({ operator }, plan, at) => {
    needOperator(operator, plan, at.child("operator"));
    if (plan.has(`slot ${operator}`))
      at.fail(`\`${operator}\` is enlisted already`, "one slot an operator", "leave this step out");
    plan.happened(`slot ${operator}`);
  },
  run: async ({ operator, share, cap, validators }, world) => {
    const { ladder, signer, notes } = world;
    const slot = await addSlot(ladder, signer(operator), { weightBps: share / WAD_PER_BPS, capWei: cap.wei });
    notes.set(slotKey(operator), slot);
    if (validators > 0) await registerKeys(ladder, slot, validators);
    return `${operator} is to hold ${formatPercent(share)} of the stake, ${validators} validators at most`;
  },
});
