import { relayRoot } from "../../lib/ladder/bridge.ts";
import { actor, integer, listOf, object } from "../fields.ts";
import { bridgeNamed, needMember, optionalBridge } from "../services.ts";
import { defineStep } from "../step.ts";

export const relay = defineStep({
  name: "relay",
  summary: "operators do the bridge's work: they sign a state root and a keeper relays it",
  args: object({
    signers: listOf(actor("operator")),
    height: integer(1, 2 ** 31, "height of the source chain"),
    service: optionalBridge(),
  }),
  plan: ({ signers, service }, plan, at) => {
    for (const [index, signer] of signers.entries())
      needMember(signer, service ?? "bridge", plan, at.child("signers").child(index));
  },
  run: async ({ signers, height, service }, world) => {
    await relayRoot(world.ladder, signers.map(world.signer), BigInt(height), await bridgeNamed(world, service));
    return `the root of height ${height} is on record`;
  },
});
