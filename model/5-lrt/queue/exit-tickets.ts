import { type Address, emit, keyOf, ZERO_ADDRESS } from "../../shared/machine.ts";
import { check } from "../../shared/revert.ts";
import type { Ticket, Vault } from "../state.ts";

/** Tickets of the exit queue, ERC-721: who holds one is paid. */

const MOST_SHARES = 1n << 95n;

export const ticketOf = ({ state }: Vault, ticketId: bigint): Ticket | undefined =>
  state.queue.tickets.get(String(ticketId));

export const ticketsOf = ({ state }: Vault, owner: Address): bigint => state.queue.ticketsOf.get(owner) ?? 0n;

export const isApprovedForAll = ({ state }: Vault, owner: Address, operator: Address): boolean =>
  state.queue.operators.get(keyOf(owner, operator)) ?? false;

/** A ticket that the caller may use: its own, or one that it is approved for. */
export function ownTicket(vault: Vault, sender: Address, ticketId: bigint): Ticket {
  const ticket = ticketOf(vault, ticketId);
  const may = ticket !== undefined && isOwnerOrApproved(vault, sender, ticket);
  check(may, "NotTicketOwner", ticketId, sender);
  return ticket;
}

export function mint(vault: Vault, owner: Address, ticketId: bigint, shares: bigint): void {
  check(shares < MOST_SHARES, "SharesTooMany", shares);
  setTicket(vault, ticketId, { owner, approved: ZERO_ADDRESS, shares, claimedAssets: 0n });
  count(vault, owner, 1n);
  log(vault, ZERO_ADDRESS, owner, ticketId);
}

export function burn(vault: Vault, ticketId: bigint, owner: Address): void {
  const { queue } = vault.state;
  queue.tickets = queue.tickets.delete(String(ticketId));
  count(vault, owner, -1n);
  log(vault, owner, ZERO_ADDRESS, ticketId);
}

export function transferTicket(vault: Vault, sender: Address, from: Address, to: Address, ticketId: bigint): void {
  const ticket = ticketOf(vault, ticketId);
  check(ticket !== undefined, "TokenDoesNotExist");
  check(ticket.owner === from, "TransferFromIncorrectOwner");
  check(isOwnerOrApproved(vault, sender, ticket), "NotOwnerNorApproved");
  check(to !== ZERO_ADDRESS, "TransferToZeroAddress");
  setTicket(vault, ticketId, { ...ticket, owner: to, approved: ZERO_ADDRESS });
  count(vault, from, -1n);
  count(vault, to, 1n);
  log(vault, from, to, ticketId);
}

export function approveTicket(vault: Vault, sender: Address, account: Address, ticketId: bigint): void {
  const ticket = ticketOf(vault, ticketId);
  check(ticket !== undefined, "TokenDoesNotExist");
  const { owner } = ticket;
  check(sender === owner || isApprovedForAll(vault, owner, sender), "NotOwnerNorApproved");
  setTicket(vault, ticketId, { ...ticket, approved: account });
  emit(vault, vault.state.config.at.tickets, "Approval", { owner, account, id: ticketId });
}

export function setApprovalForAll(vault: Vault, sender: Address, operator: Address, isApproved: boolean): void {
  const { queue, config } = vault.state;
  queue.operators = queue.operators.set(keyOf(sender, operator), isApproved);
  emit(vault, config.at.tickets, "ApprovalForAll", { owner: sender, operator, isApproved });
}

export function setTicket({ state: { queue } }: Vault, ticketId: bigint, ticket: Ticket): void {
  queue.tickets = queue.tickets.set(String(ticketId), ticket);
}

const isOwnerOrApproved = (vault: Vault, sender: Address, { owner, approved }: Ticket): boolean =>
  sender === owner || sender === approved || isApprovedForAll(vault, owner, sender);

function count(vault: Vault, owner: Address, change: bigint): void {
  const { queue } = vault.state;
  queue.ticketsOf = queue.ticketsOf.set(owner, ticketsOf(vault, owner) + change);
}

function log(vault: Vault, from: Address, to: Address, id: bigint): void {
  emit(vault, vault.state.config.at.tickets, "Transfer", { from, to, id });
}
