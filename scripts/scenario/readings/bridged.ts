import { actor } from "../fields.ts";
import { defineReading } from "../reading.ts";

export const bridged = defineReading({
  name: "bridged",
  summary: "what an actor holds of the bridged token",
  args: actor(),
  unit: () => "ETH",
  read: async (of, { ladder, signer }) => ladder.contracts.bridgeConsumer.balanceOf(signer(of)),
});
