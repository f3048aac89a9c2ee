import { relayRoot } from "../../lib/ladder/bridge.ts";
import { actor, integer, listOf, object } from "../fields.ts";
import { defineStep } from "../step.ts";

export const relay = defineStep({
  name: "relay",
  summary: "operators do the bridge's work: they sign a state root and a keeper relays it",
  args: object({ signers: listOf(actor("operator")), height: integer(1, 2 ** 31, "height of the source chain") }),
  plan: ({ signers }, plan, at) => {
    for (const [index, signer] of signers.entries())
      plan.need(
        `member ${signer} of bridge`,
        at.child("signers").child(index),
        `\`${signer}\` does not secure the bridge`,
        "take the step `secure` before",
      );
  },
  run: async ({ signers, height }, { ladder, signer }) => {
    await relayRoot(ladder, signers.map(signer), BigInt(height));
    return `the root of height ${height} is on record`;
  },
});
