import { choice } from "../fields.ts";
import { locksOf } from "../messages.ts";
import { defineReading } from "../reading.ts";

export const backing = defineReading({
  name: "backing",
  summary: "how much of the bridged token there is, or how much is locked for it on the source chain",
  args: choice(["minted", "locked"], "which of the two"),
  unit: () => "ETH",
  read: async (which, world) =>
    which === "minted"
      ? world.ladder.contracts.bridgeConsumer.totalSupply()
      : locksOf(world).reduce((sum, { amount }) => sum + amount, 0n),
});
