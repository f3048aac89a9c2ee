import { MARKETS } from "../lib/ladder/lending.ts";
import type { Cursor } from "./cursor.ts";
import { choice, type Field } from "./fields.ts";
import type { Plan } from "./plan.ts";
import type { World } from "./world.ts";

const LIQUIDITY = "liquidity of";

/** A market, by the price that it reads. */
export const market = (): Field<(typeof MARKETS)[number]> => choice(MARKETS, "a market, by the price that it reads");

/** Notes a position in the pool, to find it when its owner takes it out. */
export function noteLiquidity({ notes }: World, owner: string, position: bigint): void {
  notes.set(`${LIQUIDITY} ${owner}`, [...liquidityNoted({ notes }, owner), position]);
}

/** The positions in the pool of an owner. */
export function liquidityNoted({ notes }: Pick<World, "notes">, owner: string): readonly bigint[] {
  return (notes.get(`${LIQUIDITY} ${owner}`) as bigint[] | undefined) ?? [];
}

/** The positions in the pool of an owner, which is done with them. */
export function takeLiquidity({ notes }: World, owner: string): readonly bigint[] {
  const positions = liquidityNoted({ notes }, owner);
  notes.delete(`${LIQUIDITY} ${owner}`);
  return positions;
}

/** Refuses a step on a position that is not there. */
export function needPosition(owner: string, place: string, plan: Plan, at: Cursor): void {
  const fix = "take the step `loop` or `pledge` before";
  plan.need(`position ${owner} ${place}`, at, `\`${owner}\` has no collateral in the market \`${place}\``, fix);
}

/** Refuses a step of somebody who has had no LRT so far. */
export function needLrt(owner: string, plan: Plan, at: Cursor): void {
  plan.need(`LRT ${owner}`, at, `\`${owner}\` has no LRT yet`, `let \`${owner}\` take the step \`deposit\` before`);
}

/** Refuses a name for a ticket that another has. */
export function newTicket(ticket: string, owner: string, plan: Plan, at: Cursor): void {
  if (plan.has(`ticket ${ticket}`))
    at.fail(`there is a ticket \`${ticket}\` already`, "a new name", `call it \`${ticket}-2\``);
  plan.happened(`ticket ${ticket}`, owner);
  plan.happened("request in the open batch");
}

/** A name for a ticket when that is the way to leave, and only then. */
export function ticketIfAsked(way: string, ticket: string | undefined, owner: string, plan: Plan, at: Cursor): void {
  if ((way === "ticket") !== (ticket !== undefined))
    at.child("way").fail(
      "a ticket needs a name, and another way has none",
      "`way: ticket` with `ticket: NAME`",
      "write both, or neither",
    );
  if (ticket !== undefined) newTicket(ticket, owner, plan, at.child("ticket"));
}
