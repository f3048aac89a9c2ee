import { CONTRACTS } from "../lib/ladder/contracts.ts";
import type { Entry } from "../lib/ladder/event-log.ts";
import { MARKETS, positionOf } from "../lib/ladder/lending.ts";
import { liquidityOf } from "../lib/ladder/trading.ts";
import { liquidityNoted } from "./markets.ts";
import type { Sum } from "./playback.ts";
import type { World } from "./world.ts";

function value(entry: Entry, name: string): unknown {
  return entry.args.find((arg) => arg.name === name)?.value;
}

/** What an event of rung 6's own contracts says that an account put in (positive) or was paid (negative), in wei. */
export function givenToMarkets(entry: Entry, account: string): bigint {
  const amount = (name: string): bigint => value(entry, name) as bigint;
  const { contract, name } = entry;
  const isOf = (who: string): boolean => value(entry, who) === account;
  if (contract === CONTRACTS.looper.abi && name === "Raised" && isOf("owner")) return amount("equity");
  if (contract === CONTRACTS.pegArbitrageur.abi && name === "Bought" && isOf("caller")) return amount("paid");
  const byTicket = (value(entry, "ticketId") ?? 0n) !== 0n;
  if (contract === CONTRACTS.looper.abi && name === "Lowered" && isOf("owner"))
    return byTicket ? amount("repaid") : -amount("paidOut");
  if (contract === CONTRACTS.liquidator.abi && name === "Liquidated" && isOf("caller"))
    return byTicket ? amount("repaid") : -amount("profit");
  return 0n;
}

/** What an actor has in markets and in the pool: tokens as they lie there, a debt below zero. */
export async function inMarkets(world: World, actor: string): Promise<{ holds: Sum[]; lrt: bigint; wei: bigint }> {
  const { ladder } = world;
  const signer = world.signer(actor);
  const positions = await Promise.all(MARKETS.map((name) => positionOf(ladder, name, signer.address)));
  const all = (pick: (position: (typeof positions)[number]) => bigint): bigint =>
    positions.reduce((sum, position) => sum + pick(position), 0n);
  const pool = { lrt: 0n, wei: 0n };
  for (const token of liquidityNoted(world, actor)) {
    const { lrt, wei } = await liquidityOf(ladder, signer, token);
    pool.lrt += lrt;
    pool.wei += wei;
  }
  const [collateral, lent, debt] = [all((one) => one.collateral), all((one) => one.lentWei), all((one) => one.debtWei)];
  const holds = [
    { token: "LRT pledged", wei: collateral },
    { token: "LRT in the pool", wei: pool.lrt },
    { token: "ETH in the pool", wei: pool.wei },
    { token: "ETH lent", wei: lent },
    { token: "ETH owed", wei: -debt },
  ].filter(({ wei }) => wei !== 0n);
  return { holds, lrt: collateral + pool.lrt, wei: pool.wei + lent - debt };
}
