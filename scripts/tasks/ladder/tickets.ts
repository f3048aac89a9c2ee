import type { Ladder } from "../../lib/ladder/ladder.ts";
import { formatAmount } from "../../scenario/format.ts";
import { TaskRefused, ticketNumber } from "./arguments.ts";

export interface HeldTicket {
  readonly ticket: bigint;
  readonly shares: bigint;
  readonly claimableWei: bigint;
}

/** The tickets that an account holds, oldest first. */
export async function ticketsOf({ contracts }: Ladder, owner: string): Promise<HeldTicket[]> {
  const { exitQueue, tickets } = contracts;
  const received = await tickets.queryFilter(tickets.filters.Transfer(undefined, owner));
  const held: HeldTicket[] = [];
  for (const ticket of new Set(received.map(({ args }) => args.id ?? args[2]))) {
    const {
      owner: current,
      shares,
      claimableAssets,
    } = await exitQueue.ticketOf(ticket).catch(() => ({ owner: "", shares: 0n, claimableAssets: 0n }));
    if (current === owner) held.push({ ticket, shares, claimableWei: claimableAssets });
  }
  return held;
}

/** The ticket that was asked for, or the oldest that pays. */
export function paidTicket(
  held: readonly HeldTicket[],
  { from, ticket }: { from: string; ticket: string | undefined },
): bigint {
  const asked = ticketNumber(ticket);
  if (asked !== undefined) return paidAmong(held, asked, from);
  const paid = held.find(({ claimableWei }) => claimableWei > 0n);
  if (paid) return paid.ticket;
  throw new TaskRefused(
    held.length === 0
      ? `${from} holds no ticket: run the task request first`
      : `Nothing can be claimed yet on the tickets of ${from}: let keepers work and time pass`,
  );
}

/** A ticket that was asked for, if it is one of those that are held and pays. */
function paidAmong(held: readonly HeldTicket[], asked: bigint, from: string): bigint {
  const found = held.find(({ ticket }) => ticket === asked);
  if (found === undefined) {
    const theirs = held.map(({ ticket }) => ticket).join(", ");
    throw new TaskRefused(
      `${from} does not hold ticket ${asked}: ${held.length === 0 ? "run the task request first" : `choose one of ${theirs}, or leave --ticket out`}`,
    );
  }
  if (found.claimableWei > 0n) return asked;
  throw new TaskRefused(
    `Ticket ${asked} of ${from} waits with ${formatAmount(found.shares, "LRT")} and has nothing to claim yet: let keepers work and time pass`,
  );
}
