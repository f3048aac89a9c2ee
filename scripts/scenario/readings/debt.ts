import { positionOf } from "../../lib/ladder/lending.ts";
import { actor, object } from "../fields.ts";
import { market } from "../markets.ts";
import { defineReading } from "../reading.ts";

export const debt = defineReading({
  name: "debt",
  summary: "what an actor owes to a market, with the interest up to now, rounded up",
  args: object({ of: actor("holder"), market: market() }),
  unit: () => "ETH",
  read: async ({ of, market: place }, { ladder, signer }) =>
    (await positionOf(ladder, place, signer(of).address)).debtWei,
});
