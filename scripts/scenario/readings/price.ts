import { choice } from "../fields.ts";
import { defineReading } from "../reading.ts";

export const price = defineReading({
  name: "price",
  summary: "what the oracle answers",
  args: choice(["latest"], "the price of the newest settled round"),
  unit: () => "rate",
  read: async (_which, { ladder: { contracts } }) => (await contracts.oracle.latestPrice()).priceWad,
});
