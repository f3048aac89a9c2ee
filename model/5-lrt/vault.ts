import { type Address, emit, ZERO_ADDRESS } from "../shared/machine.ts";
import { check } from "../shared/revert.ts";
import { min, mulDivUp, saturatingSub, toUint } from "../shared/uint.ts";
import { toSharesDown as sharesFor, VIRTUAL } from "./accounting/share-price.ts";
import { currentOf, receiveGainOf } from "./accounting/vault-accounting.ts";
import { lstToAssetsDown, reserveOf } from "./accounting/vault-deposits.ts";
import { book } from "./accounting/component-accounting.ts";
import { receive } from "./accounting/moves.ts";
import { receiveFees } from "./cover/fee-split.ts";
import { exitValue } from "./exits/fills.ts";
import { waitingAssets } from "./exits/surplus.ts";
import { credit, sendValue } from "./money.ts";
import type { Vault } from "./state.ts";

/** What the vault owes, what comes to it other than by a sync, and what can be read of it. */

const WAD = 10n ** 18n;
export const REWARD = 0n;

/** Pays the fees that are owed, from idle ether that no exit waits for. @returns wei */
export function payOwed(vault: Vault): bigint {
  const { books, controls, config } = vault.state;
  const recipient = controls.feeRecipient;
  if (recipient === ZERO_ADDRESS) return 0n;
  const assets = min(books.feesOwed, saturatingSub(books.idle, waitingAssets(vault)));
  if (assets === 0n) return 0n;
  books.idle -= assets;
  books.feesOwed -= assets;
  emit(vault, config.at.vault, "FeesCollected", { recipient, assets });
  if (recipient === config.at.feeSplit) {
    credit(vault, config.at.vault, -assets);
    receiveFees(vault, config.at.vault, assets);
  } else sendValue(vault, config.at.vault, recipient, assets);
  return assets;
}

/** Rewards as ether. */
export function receiveGain(vault: Vault, sender: Address, assets: bigint, cause: bigint): void {
  const { books, config } = vault.state;
  const known = sender === config.at.rewardsClaimer || sender === config.at.queue;
  check(known, "NotACounterpart", sender);
  credit(vault, config.at.vault, assets);
  books.idle += toUint(96n, assets);
  receiveGainOf(vault, cause, sender, assets);
}

/** Rewards as an LST. @returns their worth */
export function bookLstGain(vault: Vault, sender: Address, lst: Address, amount: bigint): bigint {
  check(sender === vault.state.config.at.rewardsClaimer, "NotACounterpart", sender);
  const reserve = reserveOf(vault, lst);
  const assets = lstToAssetsDown(vault, reserve, amount);
  receive(vault, reserve, assets);
  book(vault, reserve, assets);
  receiveGainOf(vault, REWARD, sender, assets);
  return assets;
}

/** Exit price of 1e18 shares, rounded down. */
export const rate = (vault: Vault): bigint => exitValue(vault, WAD);

/** Deposit price of 1e18 shares, rounded up. */
export const depositRate = (vault: Vault): bigint =>
  mulDivUp(WAD, shownTotal(vault) + VIRTUAL, vault.state.books.supply + VIRTUAL);

export const toSharesDown = (vault: Vault, assets: bigint): bigint =>
  sharesFor(assets, shownTotal(vault), vault.state.books.supply);

export interface Totals {
  readonly recognised: bigint;
  readonly lockedProfit: bigint;
  readonly idle: bigint;
  readonly feesOwed: bigint;
  readonly supply: bigint;
  readonly dripEnd: bigint;
  readonly lastFullSync: bigint;
}

export function totals(vault: Vault): Totals {
  const { idle, feesOwed, supply, dripEnd, lastFullSync } = vault.state.books;
  const { recognised, lockedProfit, beyond } = currentOf(vault);
  return { recognised, lockedProfit, idle, feesOwed: saturatingSub(feesOwed, beyond), supply, dripEnd, lastFullSync };
}

export const isStale = ({ state: { books, config }, block }: Vault): boolean =>
  block.timestamp > books.lastFullSync + config.dripSeconds;

function shownTotal(vault: Vault): bigint {
  const { recognised, lockedProfit } = currentOf(vault);
  return recognised + lockedProfit;
}
