import { choice } from "../fields.ts";
import { defineReading } from "../reading.ts";

export const cover = defineReading({
  name: "cover",
  summary: "the cover: its funds, or what of them the next loss could draw",
  args: choice(["funds", "available"], "a part of the cover"),
  unit: () => "ETH",
  read: async (which, { ladder: { contracts } }) => contracts.cover[which](),
});
