import { healthWad } from "../../lib/ladder/lending.ts";
import { actor, object } from "../fields.ts";
import { market, needPosition } from "../markets.ts";
import { defineReading } from "../reading.ts";

export const health = defineReading({
  name: "health",
  summary: "the most that a position may owe, for each ETH that it owes: below 1 anybody may liquidate it",
  args: object({ of: actor("holder"), market: market() }),
  unit: () => "rate",
  plan: ({ of, market: place }, plan, at) => needPosition(of, place, plan, at.child("of")),
  read: async ({ of, market: place }, { ladder, signer }) => {
    const wad = await healthWad(ladder, place, signer(of).address);
    if (wad === undefined) throw new Error(`${of} owes nothing to the market ${place}`);
    return wad;
  },
});
