import { secure as join } from "../../lib/ladder/operators.ts";
import { choice, actor, object, percent } from "../fields.ts";
import { formatPercent } from "../format.ts";
import { SERVICES, serviceAddress } from "../services.ts";
import { defineStep } from "../step.ts";

export const secure = defineStep({
  name: "secure",
  summary: "an operator joins a service and allocates a part of its stake to it: that part can be slashed",
  args: object({ by: actor("operator"), service: choice(SERVICES, "a service"), part: percent() }),
  plan: ({ by, service }, plan, at) => {
    plan.need(`operator ${by}`, at.child("by"), `\`${by}\` is no operator yet`, "take the step `register` before");
    plan.happened(`member ${by} of ${service}`);
  },
  run: async ({ by, service, part }, { ladder, signer }) => {
    await join(ladder, signer(by), serviceAddress(ladder, service), part);
    return `${formatPercent(part)} of the stake of ${by} will stand behind the ${service}`;
  },
});
