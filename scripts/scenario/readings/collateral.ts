import { positionOf } from "../../lib/ladder/lending.ts";
import { actor, object } from "../fields.ts";
import { market } from "../markets.ts";
import { defineReading } from "../reading.ts";

export const collateral = defineReading({
  name: "collateral",
  summary: "the LRT that an actor has pledged to a market",
  args: object({ of: actor("holder"), market: market() }),
  unit: () => "LRT",
  read: async ({ of, market: place }, { ladder, signer }) =>
    (await positionOf(ladder, place, signer(of).address)).collateral,
});
