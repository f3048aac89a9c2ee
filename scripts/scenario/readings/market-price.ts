import { MARKETS, oraclePriceE36 } from "../../lib/ladder/lending.ts";
import { poolPriceWad } from "../../lib/ladder/trading.ts";
import { WAD } from "../../lib/units.ts";
import { choice } from "../fields.ts";
import { defineReading } from "../reading.ts";

export const marketPrice = defineReading({
  name: "market-price",
  summary: "ETH for one LRT in the pool now, or as a market's oracle says",
  args: choice(["pool", ...MARKETS], "the pool, or a market by the price that it reads"),
  unit: () => "rate",
  read: async (which, { ladder }) =>
    which === "pool" ? poolPriceWad(ladder) : (await oraclePriceE36(ladder, which)) / WAD,
});
