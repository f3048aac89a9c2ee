import { check } from "../../shared/revert.ts";
import { max, min, mulDivUp, toInt, toInt256 } from "../../shared/uint.ts";
import { feeOn, lossOrder, servedOf } from "../accounting/accounting-math.ts";
import { type Found, read, readUnreadable, worthOf } from "../accounting/component-accounting.ts";
import { isDeadAt, rateRayDown, toAssetsDown, toSharesDown, VIRTUAL } from "../accounting/share-price.ts";
import { flowedAt } from "../accounting/vault-accounting.ts";
import { available } from "../cover/draw.ts";
import { wouldHoldBack } from "../exits/slashing-guard.ts";
import type { Vault } from "../state.ts";

/** What a full sync would make of the books, to the wei; it fails where the sync fails. */

const WAD = 10n ** 18n;
const ETHER = 10n ** 18n;

interface All extends Omit<Found, "positions"> {
  readonly net: bigint;
  readonly doubtful: bigint;
}

interface Live {
  readonly recognised: bigint;
  readonly lockedProfit: bigint;
  readonly dead: boolean;
}

export function liveRate(vault: Vault): bigint {
  return toAssetsDown(WAD, live(vault).recognised, vault.state.books.supply);
}

export function liveDepositRate(vault: Vault): bigint {
  const { recognised, lockedProfit } = live(vault);
  return mulDivUp(WAD, recognised + lockedProfit + VIRTUAL, vault.state.books.supply + VIRTUAL);
}

export function liveTotals(vault: Vault): [bigint, bigint] {
  const { recognised, lockedProfit } = live(vault);
  return [recognised, lockedProfit];
}

/** The exit price for a lender: no gain that no sync has found, no cover for what is in doubt, and no answer when old. */
export function collateralRate(vault: Vault): bigint {
  const { books, config } = vault.state;
  const { timestamp } = vault.block;
  check(books.move === undefined, "MoveInProgress");
  const { dripSeconds, maxCheckpointAgeSeconds } = config;
  check(timestamp <= books.lastFullSync + dripSeconds, "SyncTooOld", books.lastFullSync, dripSeconds);
  const found = readAll(vault);
  check(!found.inDoubt, "WorthInDoubt");
  const isFresh = timestamp <= found.asOf + maxCheckpointAgeSeconds;
  check(isFresh, "CheckpointTooOld", found.asOf, maxCheckpointAgeSeconds);
  const flowed = flowedAt(books, timestamp);
  const { recognised } = found.net < 0n ? lessLoss(vault, flowed, -found.net, 0n) : flowed;
  check(!isDeadAt(books.isDead, recognised, books.highWaterRay, books.supply), "DeadState");
  return toAssetsDown(WAD, recognised, books.supply);
}

/** The most that a deposit can be now. */
export function depositRoom(vault: Vault): bigint {
  const { books, config } = vault.state;
  const { timestamp } = vault.block;
  check(books.move === undefined, "MoveInProgress");
  if (books.isWoundUp || timestamp < books.pausedUntil) return 0n;
  const found = readAll(vault);
  const { recognised, lockedProfit, dead } = liveOf(vault, found);
  const isFresh = timestamp <= found.asOf + config.maxCheckpointAgeSeconds;
  if (dead || found.inDoubt || !isFresh || wouldHoldBack(vault)) return 0n;
  const [total, cap] = [recognised + lockedProfit, books.depositCapEther * ETHER];
  if (total >= cap) return 0n;
  return toSharesDown(cap - total, total, books.supply) === 0n ? 0n : cap - total;
}

function live(vault: Vault): Live {
  check(vault.state.books.move === undefined, "MoveInProgress");
  return liveOf(vault, readAll(vault));
}

function liveOf(vault: Vault, { net, doubtful }: All): Live {
  const { books } = vault.state;
  const { supply, highWaterRay } = books;
  const flowed = flowedAt(books, vault.block.timestamp);
  const before = isDeadAt(books.isDead, flowed.recognised, highWaterRay, supply);
  if (net === 0n) return { ...flowed, dead: before };
  const { left, ...after } = net > 0n ? plusGain(vault, flowed, net) : lessLoss(vault, flowed, -net, doubtful);
  const highest = max(highWaterRay, rateRayDown(flowed.recognised + flowed.lockedProfit + left, supply));
  return { ...after, dead: isDeadAt(before, after.recognised, highest, supply) };
}

type Amounts = Omit<Live, "dead">;

function plusGain(
  { state, block }: Vault,
  { recognised, lockedProfit }: Amounts,
  gain: bigint,
): Amounts & { left: bigint } {
  const { books, config } = state;
  const left = gain - feeOn(recognised + lockedProfit, gain, books.highWaterRay, books.feeBps, books.supply);
  const synced = books.lastFullSync === block.timestamp ? books.syncBefore : books.lastFullSync;
  const since = block.timestamp - max(synced, books.lastDeposit);
  const served = servedOf(left, since, config.dripSeconds).assets;
  return { recognised: recognised + served, lockedProfit: lockedProfit + left - served, left };
}

function lessLoss(
  vault: Vault,
  { recognised, lockedProfit }: Amounts,
  loss: bigint,
  doubtful: bigint,
): Amounts & { left: bigint } {
  const { fromLockedProfit, forCover } = lossOrder(loss, doubtful, recognised, lockedProfit);
  const left = loss - fromLockedProfit - (forCover === 0n ? 0n : min(forCover, available(vault)));
  return { recognised: recognised - min(recognised, left), lockedProfit: lockedProfit - fromLockedProfit, left: 0n };
}

function readAll(vault: Vault): All {
  const { books } = vault.state;
  let [net, doubtful, asOf, inDoubt] = [-books.pending, 0n, vault.block.timestamp, false];
  for (const { component, record } of books.entries) {
    const found = read(vault, component) ?? readUnreadable(vault, component);
    const change = toInt(96n, toInt256(worthOf(found.positions))) - record;
    net += change;
    asOf = min(asOf, found.asOf);
    inDoubt ||= found.inDoubt;
    if (found.inDoubt && change < 0n) doubtful -= change;
  }
  return { net, doubtful, asOf, inDoubt };
}
