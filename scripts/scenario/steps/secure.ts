import { secure as join } from "../../lib/ladder/operators.ts";
import { actor, object, percent } from "../fields.ts";
import { formatPercent } from "../format.ts";
import { needService, service as serviceName, serviceAddress, serviceTitle } from "../services.ts";
import { needOperator } from "../slots.ts";
import { defineStep } from "../step.ts";

export const secure = defineStep({
  name: "secure",
  summary: "an operator joins a service and allocates a part of its stake to it: that part can be slashed",
  args: object({ by: actor("operator"), service: serviceName(), part: percent() }),
  plan: ({ by, service }, plan, at) => {
    needOperator(by, plan, at.child("by"));
    needService(service, plan, at.child("service"));
    plan.happened(`member ${by} of ${service}`);
  },
  run: async ({ by, service, part }, world) => {
    await join(world.ladder, world.signer(by), serviceAddress(world, service), part);
    return `${formatPercent(part)} of the stake of ${by} will stand behind ${serviceTitle(service)}`;
  },
});
