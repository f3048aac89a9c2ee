import { podOf } from "../../lib/ladder/pod-of.ts";
import { actor } from "../fields.ts";
import { defineReading } from "../reading.ts";
import { needSlot, slotOf } from "../slots.ts";

export const leaving = defineReading({
  name: "leaving",
  summary: "what the vault has in the core's queue on its way out from an operator, in ETH",
  args: actor("operator"),
  unit: () => "ETH",
  plan: needSlot,
  read: async (operator, world) => (await podOf(world.ladder, slotOf(world, operator))).delegator.queuedAssets(),
});
