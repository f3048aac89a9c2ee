import { claimOf, owedDown } from "../../shared/batch-part.ts";
import { type Address, emit } from "../../shared/machine.ts";
import { check, Revert } from "../../shared/revert.ts";
import { receiveGainOf } from "../accounting/vault-accounting.ts";
import { credit, tryPay } from "../money.ts";
import { attempt } from "../transaction.ts";
import type { Vault } from "../state.ts";
import { batchAt, batchOfTicket, setBatch } from "./exit-queue.ts";
import { burn, ownTicket, setTicket, ticketOf } from "./exit-tickets.ts";

/** Tickets are paid ⌊shares × filled / batch⌋ in all; what rounding leaves of a batch goes back into U. */

const SWEPT_DUST = 1n;

/** What a ticket could claim now. */
export function claimableOf(vault: Vault, ticketId: bigint): bigint {
  const ticket = ticketOf(vault, ticketId);
  if (ticket === undefined) return 0n;
  const { shares, filledAssets } = batchAt(vault, batchOfTicket(ticketId));
  return owedDown(ticket.shares, shares, filledAssets) - ticket.claimedAssets;
}

/** @returns wei paid */
export function claim(vault: Vault, sender: Address, ticketId: bigint, recipient: Address): bigint {
  ownTicket(vault, sender, ticketId);
  return payTicket(vault, ticketId, recipient);
}

/** All or none. */
export function claimMany(vault: Vault, sender: Address, ticketIds: readonly bigint[], recipient: Address): bigint {
  return ticketIds.reduce((sum, ticketId) => sum + claim(vault, sender, ticketId, recipient), 0n);
}

/** Pays owners without code, and those who allowed it; one that cannot be paid is left as it was. */
export function claimFor(vault: Vault, _sender: Address, ticketIds: readonly bigint[]): bigint {
  let assets = 0n;
  for (const ticketId of ticketIds) {
    const paid = attempt(vault, () => claimForOwner(vault, ticketId));
    if (paid === undefined) emit(vault, vault.state.config.at.queue, "ClaimSkipped", { ticketId });
    else assets += paid;
  }
  return assets;
}

export function allowClaimsByOthers(vault: Vault, owner: Address, allowed: boolean): void {
  const { queue, config } = vault.state;
  queue.claimableByOthers = queue.claimableByOthers.set(owner, allowed);
  emit(vault, config.at.queue, "ClaimsByOthersAllowed", { owner, allowed });
}

/** What a batch that is filled and claimed has left enters U. @returns wei */
export function sweep(vault: Vault, batchId: bigint): bigint {
  const { books, config } = vault.state;
  const batch = batchAt(vault, batchId);
  const assets = batch.unclaimedAssets;
  const isDone = batch.openTickets === 0n && batch.filledShares === batch.shares;
  check(assets !== 0n && isDone, "NothingToSweep", batchId);
  setBatch(vault, batchId, { ...batch, unclaimedAssets: 0n });
  emit(vault, config.at.queue, "DustSwept", { batchId, assets });
  credit(vault, config.at.queue, -assets);
  credit(vault, config.at.vault, assets);
  books.idle += assets;
  receiveGainOf(vault, SWEPT_DUST, config.at.queue, assets);
  return assets;
}

function claimForOwner(vault: Vault, ticketId: bigint): bigint {
  const { queue, config } = vault.state;
  const owner = ticketOf(vault, ticketId)?.owner;
  if (owner === undefined || (config.withCode.includes(owner) && queue.claimableByOthers.get(owner) !== true))
    throw new Revert("NotTicketOwner", [ticketId, owner]);
  return payTicket(vault, ticketId, owner);
}

function payTicket(vault: Vault, ticketId: bigint, recipient: Address): bigint {
  const { at } = vault.state.config;
  const ticket = ticketOf(vault, ticketId);
  check(ticket !== undefined, "NothingToClaim", ticketId);
  const batchId = batchOfTicket(ticketId);
  const batch = batchAt(vault, batchId);
  const owed = owedDown(ticket.shares, batch.shares, batch.filledAssets);
  const { assets, ends, isClaimable } = claimOf(owed, ticket.claimedAssets, batch.shares - batch.filledShares);
  check(isClaimable, "NothingToClaim", ticketId);
  const openTickets = batch.openTickets - (ends ? 1n : 0n);
  setBatch(vault, batchId, { ...batch, unclaimedAssets: batch.unclaimedAssets - assets, openTickets });
  if (ends) burn(vault, ticketId, ticket.owner);
  else setTicket(vault, ticketId, { ...ticket, claimedAssets: owed });
  emit(vault, at.queue, "Claimed", { ticketId, owner: ticket.owner, recipient, assets, burned: ends });
  check(tryPay(vault, at.queue, recipient, assets), "PaymentFailed", recipient, assets);
  return assets;
}
