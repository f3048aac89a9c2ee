import { openBridge } from "../../lib/ladder/open-service.ts";
import { label, object, percent } from "../fields.ts";
import { formatPercent } from "../format.ts";
import { serviceKey, SERVICES } from "../services.ts";
import { defineStep } from "../step.ts";
import { BEACON_CHAIN_ETH_STRATEGY } from "../../lib/units.ts";

export const openService = defineStep({
  name: "open-service",
  summary: "somebody opens one more bridge, at which a lie costs an operator this part of what it has put behind it",
  args: object({ name: label("the service"), costs: percent() }),
  plan: ({ name }, plan, at) => {
    const taken = plan.has(`service ${name}`) || SERVICES.some((one) => one === name);
    if (taken) at.child("name").fail(`there is a service \`${name}\` already`, "a new name", `call it \`${name}-2\``);
    plan.happened(`service ${name}`);
  },
  run: async ({ name, costs }, world) => {
    const { ladder, notes } = world;
    const strategies = [BEACON_CHAIN_ETH_STRATEGY, ladder.addresses.wstEthStrategy];
    const address = await (await openBridge(ladder, costs, strategies)).getAddress();
    notes.set(serviceKey(name), address);
    world.name(address, name);
    return `a lie at ${name} costs ${formatPercent(costs)} of what stands behind it`;
  },
});
