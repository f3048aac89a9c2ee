import { payOperators, share, type Earnings } from "../../lib/ladder/rewards.ts";
import { amount, choice, integer, object } from "../fields.ts";
import { formatAmount } from "../format.ts";
import { SERVICES } from "../services.ts";
import { defineStep } from "../step.ts";

/** Where a story notes who has earned what so far. */
export const EARNINGS = "reward earnings";

export const reward = defineStep({
  name: "reward",
  summary: "a service pays its operators, and through them their stakers, for days that have passed",
  args: object({
    service: choice(SERVICES, "a service"),
    amount: amount("wstETH"),
    days: integer(1, 70, "for how many days"),
  }),
  plan: ({ service }, plan, at) => {
    const message = `nobody secures the ${service}`;
    if (!plan.known("member").some((member) => member.endsWith(` of ${service}`)))
      at.child("service").fail(message, "an operator that secures it", "take the step `secure` before");
    plan.happened("reward");
  },
  run: async ({ service, amount: { wei }, days }, { ladder, notes, nameOf }) => {
    const earnings = (notes.get(EARNINGS) as Earnings | undefined) ?? new Map<string, bigint>();
    const paid = await payOperators(ladder, wei, BigInt(days));
    await share(ladder, paid, earnings);
    notes.set(EARNINGS, earnings);
    const parts = paid.map(
      ({ operator, amount: part }) => `${nameOf(operator) ?? operator} ${formatAmount(part, "wstETH")}`,
    );
    return `the ${service} pays ${parts.join(", ")}, stakers included`;
  },
});
