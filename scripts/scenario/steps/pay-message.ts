import { payMessages } from "../../lib/ladder/bridge.ts";
import { actor, integer, object } from "../fields.ts";
import { formatAmount } from "../format.ts";
import { messagesAt } from "../messages.ts";
import { defineStep } from "../step.ts";

export const payMessage = defineStep({
  name: "pay-message",
  summary: "anyone proves locks to the bridge's consumer against the root of a height, and it mints what they say",
  args: object({ by: actor(), for: actor(), height: integer(1, 2 ** 31, "height of the source chain") }),
  run: async ({ by, for: recipient, height }, world) => {
    const { ladder, signer } = world;
    const messages = messagesAt(world, height);
    const minted = await payMessages(ladder, signer(by), BigInt(height), messages, signer(recipient).address);
    return `${recipient} is paid ${formatAmount(minted, "ETH")} of the bridged token`;
  },
});
