import { type Address, emit, ZERO_ADDRESS } from "../../shared/machine.ts";
import { check } from "../../shared/revert.ts";
import { add, mulDivDown, toUint } from "../../shared/uint.ts";
import { move } from "../accounting/share-token.ts";
import { escrow, fill, markForClose } from "../exits/fills.ts";
import { mayTurnBack } from "../exits/run-off.ts";
import type { Batch, Vault } from "../state.ts";
import { burn, mint, ownTicket } from "./exit-tickets.ts";

/**
 * Requests join the open batch; a closed one is filled, oldest first, pro rata inside it, no sooner than a least wait
 * after its close and on no information from before it.
 */

const EMPTY: Batch = {
  shares: 0n,
  filledShares: 0n,
  tickets: 0n,
  cancelled: 0n,
  filledAssets: 0n,
  unclaimedAssets: 0n,
  openTickets: 0n,
  closedAt: 0n,
  mark: { rateRay: 0n, lossFactorRay: 0n },
};

export const batchOfTicket = (ticketId: bigint): bigint => ticketId >> 64n;

export const batchAt = ({ state }: Vault, batchId: bigint): Batch => state.queue.batches.get(String(batchId)) ?? EMPTY;

export const closeableAt = ({ state }: Vault): bigint => state.queue.lastCloseAt + state.config.closeIntervalSeconds;

/** @returns number of the ticket */
export function request(
  vault: Vault,
  sender: Address,
  shares: bigint,
  owner: Address,
  minAssets: bigint,
  deadline: bigint,
): bigint {
  const assets = take(vault, sender, shares, owner, minAssets, deadline);
  return issue(vault, sender, shares, owner, assets);
}

/** Several tickets; the least quote is for all of them. */
export function requestMany(
  vault: Vault,
  sender: Address,
  shares: readonly bigint[],
  owner: Address,
  minAssets: bigint,
  deadline: bigint,
): readonly bigint[] {
  const all = shares.reduce((sum, one) => add(sum, one), 0n);
  const assets = take(vault, sender, all, owner, minAssets, deadline);
  return shares.map((one) => issue(vault, sender, one, owner, mulDivDown(assets, one, all)));
}

/** Gives shares back while the batch is open; or nothing was paid for it, and the vault is dead or in doubt. */
export function cancel(vault: Vault, sender: Address, ticketId: bigint, receiver: Address): void {
  const { queue, config } = vault.state;
  check(receiver !== config.at.queue, "TakesNoShares", receiver);
  check(receiver !== ZERO_ADDRESS, "ReceiverZero");
  const { owner, shares } = ownTicket(vault, sender, ticketId);
  const batchId = batchOfTicket(ticketId);
  let batch = batchAt(vault, batchId);
  if (batchId !== queue.open) {
    check(batch.filledShares === 0n && mayTurnBack(vault), "BatchNotOpen", batchId);
    queue.closedShares -= shares;
    batch = { ...batch, openTickets: batch.openTickets - 1n };
  }
  setBatch(vault, batchId, { ...batch, shares: batch.shares - shares, cancelled: batch.cancelled + 1n });
  burn(vault, ticketId, owner);
  move(vault, config.at.queue, config.at.queue, receiver, shares);
  emit(vault, config.at.queue, "Cancelled", { ticketId, owner, receiver, shares });
}

/** @returns number of the batch */
export function close(vault: Vault): bigint {
  const { queue, config } = vault.state;
  const { timestamp } = vault.block;
  check(timestamp >= closeableAt(vault), "NotYetCloseable", closeableAt(vault));
  const batchId = queue.open;
  const batch = batchAt(vault, batchId);
  check(batch.shares !== 0n, "BatchEmpty", batchId);
  const mark = markForClose(vault, queue.closedShares);
  const tickets = batch.tickets - batch.cancelled;
  setBatch(vault, batchId, { ...batch, mark, openTickets: tickets, closedAt: timestamp });
  queue.open++;
  queue.lastCloseAt = timestamp;
  queue.closedShares += batch.shares;
  emit(vault, config.at.queue, "BatchClosed", { batchId, shares: batch.shares, tickets, ...mark });
  return batchId;
}

/** @returns the batch, the shares that were paid for, and the wei */
export function settle(vault: Vault): [bigint, bigint, bigint] {
  const { queue, config } = vault.state;
  const batchId = queue.filling;
  check(batchId !== queue.open, "NothingToSettle");
  const batch = batchAt(vault, batchId);
  const unfilled = batch.shares - batch.filledShares;
  if (unfilled === 0n) {
    // all of its tickets turned back into shares
    queue.filling++;
    return [batchId, 0n, 0n];
  }
  const fillableAt = batch.closedAt + config.leastWaitSeconds;
  check(vault.block.timestamp >= fillableAt, "NotYetFillable", batchId, fillableAt);
  const { shares, paid, asOf } = fill(vault, batchId, unfilled, batch.mark);
  check(asOf >= batch.closedAt, "NewsBeforeClose", batchId, asOf, batch.closedAt);
  setBatch(vault, batchId, {
    ...batch,
    filledShares: batch.filledShares + shares,
    filledAssets: toUint(96n, batch.filledAssets + paid),
    unclaimedAssets: batch.unclaimedAssets + paid,
  });
  if (shares === unfilled) queue.filling++;
  queue.closedShares -= shares;
  const unfilledShares = unfilled - shares;
  emit(vault, config.at.queue, "BatchFilled", { batchId, shares, assets: paid, unfilledShares });
  return [batchId, shares, paid];
}

/** Shares that wait for ether: in closed batches, and in the open one. */
export function waitingShares(vault: Vault): [bigint, bigint] {
  const { closedShares, open } = vault.state.queue;
  return [closedShares, batchAt(vault, open).shares];
}

export function setBatch({ state: { queue } }: Vault, batchId: bigint, batch: Batch): void {
  queue.batches = queue.batches.set(String(batchId), batch);
}

function take(
  vault: Vault,
  sender: Address,
  shares: bigint,
  owner: Address,
  minAssets: bigint,
  deadline: bigint,
): bigint {
  check(vault.block.timestamp <= deadline, "DeadlinePassed", deadline, vault.block.timestamp);
  check(owner !== ZERO_ADDRESS, "OwnerZero");
  const assets = escrow(vault, sender, shares);
  check(assets >= minAssets, "QuoteTooLow", assets, minAssets);
  return assets;
}

function issue(vault: Vault, sender: Address, shares: bigint, owner: Address, assets: bigint): bigint {
  const { queue, config } = vault.state;
  const { minRequestShares } = config;
  const enough = shares !== 0n && (shares >= minRequestShares || assets >= minRequestShares);
  check(enough, "TooFewShares", shares, minRequestShares);
  const batch = batchAt(vault, queue.open);
  const ticketId = (queue.open << 64n) | batch.tickets;
  const all = batch.shares + toUint(96n, shares);
  setBatch(vault, queue.open, { ...batch, shares: all, tickets: batch.tickets + 1n });
  mint(vault, owner, ticketId, shares);
  emit(vault, config.at.queue, "Requested", { ticketId, sender, owner, shares, assets });
  return ticketId;
}
