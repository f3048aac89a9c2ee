import { actor } from "../fields.ts";
import { defineReading } from "../reading.ts";

export const announced = defineReading({
  name: "announced",
  summary: "slashes that the oracle has announced against an operator and nobody has closed",
  args: actor("operator"),
  unit: () => "count",
  read: async (operator, { ladder: { contracts }, signer }) =>
    contracts.oracleSlasher.announcementCount(signer(operator).address),
});
