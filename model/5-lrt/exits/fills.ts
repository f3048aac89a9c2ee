import { type Address, emit, ZERO_ADDRESS } from "../../shared/machine.ts";
import { check } from "../../shared/revert.ts";
import { min, mulDivDown, sub, toUint } from "../../shared/uint.ts";
import { checkAge, syncAll } from "../accounting/component-accounting.ts";
import { DUST_ASSETS, isHeld, RAY, rateRayDown, toAssetsDown } from "../accounting/share-price.ts";
import { balanceOf, move } from "../accounting/share-token.ts";
import { addLockedProfit, currentOf, receiveGainOf, setLossFactor, startAnew } from "../accounting/vault-accounting.ts";
import { credit, sendValue } from "../money.ts";
import { PAYOUT } from "../pricing/payout.ts";
import type { Mark, Vault } from "../state.ts";
import { charge } from "./exit-fee.ts";
import { checkNothingComes, checkZero } from "./run-off.ts";
import { checkSurplus } from "./surplus.ts";

/**
 * The way out on the vault's side: shares are worth ⌊s × (T + V) / (supply + V)⌋, the rule pays that or less, and what it
 * withholds enters U. When nobody stays but holders of dust, the last leavers are paid all that is theirs.
 */

/** Below it, 1e-18, the loss factor has too few digits left. */
const LEAST_FACTOR_RAY = 10n ** 9n;
export const RECAPITALISATION = 2n;

/** What shares are worth at the exit price. */
export const exitValue = (vault: Vault, shares: bigint): bigint =>
  toAssetsDown(shares, currentOf(vault).recognised, vault.state.books.supply);

/** The queue takes shares. @returns their worth */
export function escrow(vault: Vault, owner: Address, shares: bigint): bigint {
  const { queue } = vault.state.config.at;
  checkContainment(vault);
  const assets = exitValue(vault, shares);
  move(vault, queue, owner, queue, shares);
  return assets;
}

/** What the rule remembers of a batch that closes. */
export function markForClose(vault: Vault, closedShares: bigint): Mark {
  const { books } = vault.state;
  checkContainment(vault);
  syncAll(vault);
  check(!books.isDead || books.isWoundUp, "DeadState");
  if (books.lossFactorRay < LEAST_FACTOR_RAY) {
    check(closedShares === 0n, "SettleFirst", closedShares);
    setLossFactor(vault, RAY);
  }
  return markNow(vault);
}

export interface Filled {
  readonly shares: bigint;
  readonly paid: bigint;
  readonly asOf: bigint;
}

/** Pays for as many of a batch's shares as there is idle ether; dust of T is not waited for. */
export function fill(vault: Vault, batchId: bigint, wanted: bigint, closed: Mark): Filled {
  const { books, config } = vault.state;
  openForExit(vault);
  const { idle } = books;
  if (books.isDead && !books.isWoundUp) checkZero(vault);
  let shares = wanted;
  let { value, paid } = quoteFill(vault, shares, closed);
  if (paid > idle && books.recognised >= DUST_ASSETS) {
    shares = mulDivDown(wanted, idle, paid);
    ({ value, paid } = quoteFill(vault, shares, closed));
  }
  if (paid > idle) [value, paid] = [value - (paid - idle), idle];
  if (paid === 0n) {
    check(shares === wanted, "NothingToFill");
    // of a batch a share or some may be left, worth less than a wei
    if (value === 0n && isHeld(0n, books.highWaterRay, shares)) checkNothingComes(vault);
  }
  const due = dueToLast(vault, shares, value, paid, idle);
  emit(vault, config.at.vault, "ExitFilled", { batchId, shares, value, paid: due.paid });
  leave(vault, config.at.queue, shares, value, due);
  credit(vault, config.at.vault, -due.paid);
  credit(vault, config.at.queue, due.paid);
  return { shares, paid: due.paid, asOf: books.asOf };
}

/** Shares leave at once, for idle ether that nobody waits for. @returns wei paid */
export function payInstantExit(vault: Vault, owner: Address, receiver: Address, shares: bigint): bigint {
  const { books, config } = vault.state;
  openForExit(vault);
  check(!books.isDead, "DeadState");
  const { recognised, supply } = books;
  const value = min(recognised, toAssetsDown(shares, recognised, supply));
  check(value !== 0n, "NothingToFill");
  const surplus = checkSurplus(vault, value, toAssetsDown(balanceOf(vault, config.at.queue), recognised, supply));
  const due = dueToLast(vault, shares, value, value - charge(vault, value, books.asOf), surplus);
  emit(vault, config.at.vault, "ExitedInstantly", { owner, receiver, shares, value, paid: due.paid });
  leave(vault, owner, shares, value, due);
  sendValue(vault, config.at.vault, receiver, due.paid);
  return due.paid;
}

/** A gift to those who hold shares now. */
export function recapitalise(vault: Vault, sender: Address, assets: bigint): void {
  const { books, config } = vault.state;
  check(assets >= DUST_ASSETS, "NothingGiven");
  check(isHeld(books.recognised + books.lockedProfit, books.highWaterRay, books.supply), "NobodyToGiveTo");
  books.idle += toUint(96n, assets);
  credit(vault, config.at.vault, assets);
  receiveGainOf(vault, RECAPITALISATION, sender, assets);
}

function checkContainment({ state: { books }, block }: Vault): void {
  const { pausedUntil, containedUntil } = books;
  check(block.timestamp >= pausedUntil || block.timestamp >= containedUntil, "Containment", containedUntil);
}

function openForExit(vault: Vault): void {
  checkContainment(vault);
  syncAll(vault);
  checkAge(vault, vault.state.books.asOf);
  check(!vault.state.books.isHeldBack, "ExitsHeldBack");
}

function quoteFill(vault: Vault, shares: bigint, closed: Mark): { value: bigint; paid: bigint } {
  const { books, config } = vault.state;
  const { recognised, supply, isWoundUp } = books;
  const value = min(recognised, toAssetsDown(shares, recognised, supply));
  const paid = isWoundUp ? value : min(value, PAYOUT[config.rule](shares, value, closed, markNow(vault)));
  return { value, paid };
}

interface Due {
  readonly paid: bigint;
  /** What T keeps for holders of dust, at a rate that does not move; nothing where somebody stays. */
  readonly kept?: bigint;
}

function dueToLast({ state: { books } }: Vault, shares: bigint, value: bigint, due: bigint, free: bigint): Due {
  const left = sub(books.supply, shares);
  const staying = books.recognised - value;
  if (left >= DUST_ASSETS || isHeld(staying, books.highWaterRay, left)) return { paid: due };
  const kept = left === 0n ? 0n : staying;
  return { paid: min(free, books.recognised + books.lockedProfit - kept), kept };
}

function leave(vault: Vault, owner: Address, shares: bigint, value: bigint, { paid, kept }: Due): void {
  const { books, config } = vault.state;
  const total = books.recognised + books.lockedProfit;
  move(vault, owner, owner, ZERO_ADDRESS, shares);
  books.idle -= paid;
  if (kept !== undefined) {
    startAnew(vault, kept, total - kept - paid);
    return;
  }
  books.recognised -= value;
  addLockedProfit(vault, value - paid, config.dripSeconds);
}

const markNow = ({ state: { books } }: Vault): Mark => ({
  rateRay: rateRayDown(books.recognised, books.supply),
  lossFactorRay: books.lossFactorRay,
});
