import { payOperators, share, type Earnings } from "../../lib/ladder/rewards.ts";
import { amount, integer, object } from "../fields.ts";
import { formatAmount } from "../format.ts";
import { needService, service as serviceName, serviceAddress, serviceTitle } from "../services.ts";
import { defineStep } from "../step.ts";

/** Where a story notes who has earned what so far. */
export const EARNINGS = "reward earnings";

export const reward = defineStep({
  name: "reward",
  summary: "a service pays its operators, and through them their stakers, for days that have passed",
  args: object({
    service: serviceName(),
    amount: amount("wstETH"),
    days: integer(1, 70, "for how many days"),
  }),
  plan: ({ service }, plan, at) => {
    needService(service, plan, at.child("service"));
    const message = `nobody secures ${serviceTitle(service)}`;
    if (!plan.known("member").some((member) => member.endsWith(` of ${service}`)))
      at.child("service").fail(message, "an operator that secures it", "take the step `secure` before");
    plan.happened("reward");
  },
  run: async ({ service, amount: { wei }, days }, world) => {
    const { ladder, notes, nameOf } = world;
    const avs = serviceAddress(world, service);
    const earnings = (notes.get(EARNINGS) as Earnings | undefined) ?? new Map<string, bigint>();
    const paid = await payOperators(ladder, avs, wei, BigInt(days));
    await share(ladder, avs, paid, earnings);
    notes.set(EARNINGS, earnings);
    const parts = paid.map(
      ({ operator, amount: part }) => `${nameOf(operator) ?? operator} ${formatAmount(part, "wstETH")}`,
    );
    return `${serviceTitle(service)} pays ${parts.join(", ")}, stakers included`;
  },
});
