import { actor } from "../fields.ts";
import { defineReading } from "../reading.ts";

export const worth = defineReading({
  name: "worth",
  summary: "what the LRT that an actor holds are worth at the exit price",
  args: actor("holder"),
  unit: () => "ETH",
  read: async (holder, { ladder: { contracts }, signer }) =>
    contracts.vault.toAssetsDown(await contracts.vault.balanceOf(signer(holder).address)),
});
