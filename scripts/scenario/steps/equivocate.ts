import { signTwice } from "../../lib/ladder/bridge.ts";
import { actor, integer, object } from "../fields.ts";
import { messagesAt, rootOver } from "../messages.ts";
import { bridgeNamed, needMember, optionalBridge } from "../services.ts";
import { defineStep } from "../step.ts";

export const equivocate = defineStep({
  name: "equivocate",
  summary: "an operator signs two different roots for one height of a bridge; nobody has noticed yet",
  args: object({
    by: actor("operator"),
    height: integer(1, 2 ** 31, "height of the source chain"),
    service: optionalBridge(),
  }),
  plan: ({ by, height, service = "bridge" }, plan, at) => {
    needMember(by, service, plan, at.child("by"));
    plan.happened(`evidence ${by} ${height} ${service}`);
  },
  run: async ({ by, height, service = "bridge" }, world) => {
    const bridge = await bridgeNamed(world, service);
    const root = rootOver(messagesAt(world, height, service), height);
    const evidence = await signTwice(world.ladder, world.signer(by), BigInt(height), bridge, root);
    world.notes.set(evidenceKey(by, height, service), evidence);
    return `two signatures of ${by} contradict each other`;
  },
});

/** Where a story notes two signatures that contradict each other. */
export function evidenceKey(operator: string, height: number, service = "bridge"): string {
  return `equivocate ${operator} ${height} ${service}`;
}
