import { underwrittenBy } from "../../lib/ladder/cover.ts";
import { actor } from "../fields.ts";
import { defineReading } from "../reading.ts";

export const underwritten = defineReading({
  name: "underwritten",
  summary: "what an underwriter's part of the cover is worth, asked to leave or not",
  args: actor("underwriter"),
  unit: () => "ETH",
  read: async (underwriter, { ladder, signer }) => underwrittenBy(ladder, signer(underwriter).address),
});
