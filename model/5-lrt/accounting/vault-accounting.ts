import { emit } from "../../shared/machine.ts";
import { max, min, mulDivDown, saturatingSub, sub, toUint } from "../../shared/uint.ts";
import { draw } from "../cover/draw.ts";
import type { Books, Vault } from "../state.ts";
import { feeOn, lossOrder, servedOf } from "./accounting-math.ts";
import { joined, released } from "./drip.ts";
import { isDeadAt, RAY, rateRayDown, VIRTUAL } from "./share-price.ts";

/**
 * The books: idle + records = T + U + fees owed − what is pending. A gain pays its fee when it is found, and drips; a loss
 * eats U, then cover, then T, at once.
 */

/** T and U at a moment, with what has flowed. */
export function flowedAt(books: Readonly<Books>, timestamp: bigint): { recognised: bigint; lockedProfit: bigint } {
  const flow = released(books.lockedProfit, books.accruedAt, books.dripEnd, timestamp);
  return { recognised: books.recognised + flow, lockedProfit: books.lockedProfit - flow };
}

/** The same as the views show it: less what is pending; and what more than both is pending. */
export function currentOf({ state: { books }, block }: Vault): {
  recognised: bigint;
  lockedProfit: bigint;
  beyond: bigint;
} {
  const { recognised, lockedProfit } = flowedAt(books, block.timestamp);
  const pending = books.isClosedByLoss ? books.pending : 0n;
  const ofU = min(pending, lockedProfit);
  const ofT = min(pending - ofU, recognised);
  return { recognised: recognised - ofT, lockedProfit: lockedProfit - ofU, beyond: pending - ofU - ofT };
}

/** Lets U flow up to now. */
export function accrue(vault: Vault): void {
  const { state, block } = vault;
  const { books } = state;
  if (books.accruedAt === block.timestamp) return;
  const before = books.recognised;
  Object.assign(books, flowedAt(books, block.timestamp));
  books.accruedAt = block.timestamp;
  const flow = books.recognised - before;
  if (flow !== 0n) emit(vault, state.config.at.vault, "Dripped", { released: flow });
}

/** A gain that no sync found: U, over a whole period from now. */
export function receiveGainOf(vault: Vault, cause: bigint, from: string, assets: bigint): void {
  if (assets === 0n) return;
  accrue(vault);
  const fee = takeFee(vault, assets);
  addLockedProfit(vault, assets - fee, vault.state.config.dripSeconds);
  emit(vault, vault.state.config.at.vault, "GainReceived", { cause, from, assets, fee });
}

/** Only when U has been accrued up to now. */
export function addLockedProfit({ state: { books, config }, block }: Vault, assets: bigint, ownSeconds: bigint): void {
  if (assets === 0n) return;
  const { lockedProfit, dripEnd } = books;
  books.dripEnd = joined(lockedProfit, dripEnd, assets, ownSeconds, config.dripSeconds, block.timestamp);
  books.lockedProfit = toUint(96n, lockedProfit + assets);
}

/** The net of a full sync; `doubtful` is the part of a loss that may come back. */
export function applyNet(vault: Vault, net: bigint, doubtful: bigint, inDoubt: boolean): void {
  const { books } = vault.state;
  const { timestamp } = vault.block;
  if (books.lastFullSync !== timestamp) books.syncBefore = books.lastFullSync;
  accrue(vault);
  noteLife(vault);
  if (net < 0n) applyLoss(vault, -net, doubtful);
  else applyGain(vault, net);
  if (net !== 0n) noteLife(vault);
  books.lastFullSync = timestamp;
  [books.isInDoubt, books.isClosedByLoss, books.isHeldBack] = [inDoubt, false, false];
}

/** Takes a loss out of T, and out of U what was said; what goes beyond T is lost of the fees owed. @returns what T lost */
export function cut({ state: { books } }: Vault, assets: bigint, fromLockedProfit: bigint): bigint {
  noteHighest(books, books.recognised + books.lockedProfit);
  const fromRecognised = min(assets, books.recognised);
  books.recognised -= fromRecognised;
  books.lockedProfit -= fromLockedProfit;
  if (assets > fromRecognised) books.feesOwed = sub(books.feesOwed, assets - fromRecognised);
  return fromRecognised;
}

export function setLossFactor(vault: Vault, lossFactorRay: bigint): void {
  vault.state.books.lossFactorRay = lossFactorRay;
  emit(vault, vault.state.config.at.vault, "LossFactorUpdated", { lossFactorRay });
}

/** Nobody holds shares any more, or next to none: the vault is new. */
export function startAnew(vault: Vault, kept: bigint, toFees: bigint): void {
  const { books, config } = vault.state;
  [books.recognised, books.lockedProfit] = [kept, 0n];
  books.feesOwed += toFees;
  books.highWaterRay = RAY;
  if (books.isDead) setDead(vault, false);
  emit(vault, config.at.vault, "StartedAnew", { kept, toFees });
  setLossFactor(vault, RAY);
}

function takeFee({ state: { books } }: Vault, gain: bigint): bigint {
  const total = books.recognised + books.lockedProfit;
  const fee = feeOn(total, gain, books.highWaterRay, books.feeBps, books.supply);
  books.feesOwed += fee;
  noteHighest(books, total + gain - fee);
  return fee;
}

function noteHighest(books: Books, total: bigint): void {
  books.highWaterRay = max(books.highWaterRay, rateRayDown(total, books.supply));
}

function noteLife(vault: Vault): void {
  const { books } = vault.state;
  const dead = isDeadAt(books.isDead, books.recognised, books.highWaterRay, books.supply);
  if (dead !== books.isDead) setDead(vault, dead);
}

function setDead(vault: Vault, dead: boolean): void {
  const { books, config } = vault.state;
  books.isDead = dead;
  books.deadSince = dead ? vault.block.timestamp : 0n;
  emit(vault, config.at.vault, "DeadSince", { timestamp: books.deadSince });
}

/** What may come back cuts no batch for good: the loss factor takes the rest alone. */
function applyLoss(vault: Vault, loss: bigint, doubtful: bigint): void {
  const { books, config } = vault.state;
  const before = books.recognised;
  const { fromLockedProfit, forCover } = lossOrder(loss, doubtful, before, books.lockedProfit);
  const fromCover = forCover === 0n ? 0n : draw(vault, forCover);
  const fromRecognised = cut(vault, loss - fromLockedProfit - fromCover, fromLockedProfit);
  const lasting = saturatingSub(fromRecognised, doubtful);
  if (lasting !== 0n)
    setLossFactor(vault, mulDivDown(books.lossFactorRay, before - lasting + VIRTUAL, before + VIRTUAL));
  const nothing = { gain: 0n, fee: 0n, served: 0n, lockedProfit: 0n };
  emit(vault, config.at.vault, "SyncApplied", { ...nothing, loss, fromLockedProfit, fromCover, fromRecognised });
}

function applyGain(vault: Vault, gain: bigint): void {
  const { books, config } = vault.state;
  const fee = gain === 0n ? 0n : takeFee(vault, gain);
  const since = vault.block.timestamp - max(books.syncBefore, books.lastDeposit);
  const served = servedOf(gain - fee, since, config.dripSeconds);
  const lockedProfit = gain - fee - served.assets;
  books.recognised = toUint(96n, books.recognised + served.assets);
  addLockedProfit(vault, lockedProfit, config.dripSeconds - served.seconds);
  const nothing = { loss: 0n, fromLockedProfit: 0n, fromCover: 0n, fromRecognised: 0n };
  emit(vault, config.at.vault, "SyncApplied", { ...nothing, gain, fee, served: served.assets, lockedProfit });
}
