import { actor } from "../fields.ts";
import { defineReading } from "../reading.ts";

export const asked = defineReading({
  name: "asked",
  summary: "questions of the data store that an operator has not answered yet",
  args: actor("operator"),
  unit: () => "count",
  read: async (operator, { ladder: { contracts }, signer }) =>
    contracts.availability.openAgainst(signer(operator).address),
});
