import { positionOf } from "../../lib/ladder/lending.ts";
import { actor, object } from "../fields.ts";
import { market } from "../markets.ts";
import { defineReading } from "../reading.ts";

export const lent = defineReading({
  name: "lent",
  summary: "what an actor has lent to a market, with interest and losses up to now",
  args: object({ of: actor("holder"), market: market() }),
  unit: () => "ETH",
  read: async ({ of, market: place }, { ladder, signer }) =>
    (await positionOf(ladder, place, signer(of).address)).lentWei,
});
