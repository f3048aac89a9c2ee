import { podOf } from "../../lib/ladder/pod-of.ts";
import { actor } from "../fields.ts";
import { defineReading } from "../reading.ts";
import { needSlot, slotOf } from "../slots.ts";

export const stake = defineReading({
  name: "stake",
  summary: "what the vault has with an operator, on its way out included, in ETH",
  args: actor("operator"),
  unit: () => "ETH",
  plan: needSlot,
  read: async (operator, world) => (await podOf(world.ladder, slotOf(world, operator))).delegator.value(),
});
