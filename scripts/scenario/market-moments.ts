import type { LoanBooks } from "../attribution/position/loan-books.ts";
import { healthWad, MARKETS, type MarketName } from "../lib/ladder/lending.ts";
import { poolDepthWei, poolPriceWad } from "../lib/ladder/trading.ts";
import type { MarketMoment } from "./playback.ts";
import type { World } from "./world.ts";

/**
 * The pool and the markets as they stand now: the market's price, how much it takes, and how healthy everybody's debts are.
 * Nothing while nobody has put anything into the pool and nobody owes anything.
 */
export async function marketNow(
  { ladder, signer }: World,
  loans: LoanBooks,
  actors: readonly string[],
): Promise<MarketMoment | undefined> {
  const depthWei = await poolDepthWei(ladder);
  const health: Record<string, bigint | undefined> = {};
  for (const name of actors)
    for (const market of MARKETS) if (loans.owes(signer(name).address)) await add(name, market);
  if (depthWei === 0n && Object.keys(health).length === 0) return undefined;
  return { priceWad: depthWei === 0n ? undefined : await poolPriceWad(ladder), depthWei, health };

  async function add(name: string, market: MarketName): Promise<void> {
    const key = `${name}, ${market}`;
    try {
      const wad = await healthWad(ladder, market, signer(name).address);
      if (wad !== undefined) health[key] = wad;
    } catch {
      // its oracle does not answer: the position is there, and nobody knows how healthy it is
      health[key] = undefined;
    }
  }
}
