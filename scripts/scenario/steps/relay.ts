import { relayRoot } from "../../lib/ladder/bridge.ts";
import { actor, amount, integer, listOf, object, optional } from "../fields.ts";
import { locksOf, noteMessages, rootOver } from "../messages.ts";
import { bridgeNamed, needMember, optionalBridge } from "../services.ts";
import { defineStep } from "../step.ts";

export const relay = defineStep({
  name: "relay",
  summary:
    "operators do the bridge's work: they sign a state root, true or with a lock that nobody made, and a keeper relays it",
  args: object({
    signers: listOf(actor("operator")),
    height: integer(1, 2 ** 31, "height of the source chain"),
    service: optionalBridge(),
    forged: optional(object({ to: actor(), amount: amount("ETH") })),
  }),
  plan: ({ signers, service }, plan, at) => {
    for (const [index, signer] of signers.entries())
      needMember(signer, service ?? "bridge", plan, at.child("signers").child(index));
  },
  run: async ({ signers, height, service, forged }, world) => {
    const { ladder, signer } = world;
    const locks = locksOf(world);
    const lie = forged && { nonce: 10n ** 9n, recipient: signer(forged.to).address, amount: forged.amount.wei };
    const messages = lie === undefined ? locks : [...locks, lie];
    const root = rootOver(messages, height);
    await relayRoot(ladder, signers.map(signer), BigInt(height), await bridgeNamed(world, service), root);
    noteMessages(world, height, messages, service);
    return `the root of height ${height} is on record`;
  },
});
