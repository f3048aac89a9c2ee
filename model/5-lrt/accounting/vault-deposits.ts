import { type Address, emit, ZERO_ADDRESS } from "../../shared/machine.ts";
import { check } from "../../shared/revert.ts";
import { mulDivDown, saturatingSub } from "../../shared/uint.ts";
import { credit } from "../money.ts";
import type { Vault } from "../state.ts";
import { book, checkAge, componentOf } from "./component-accounting.ts";
import { receive } from "./moves.ts";
import { toSharesDown, VIRTUAL } from "./share-price.ts";
import { checkReceiver, move } from "./share-token.ts";

/**
 * The way in: shares at the deposit price, rounded down. A deposit adds to T and U in their proportion, so that both
 * prices stay, but for rounding upwards.
 */

const ETHER = 10n ** 18n;
const WAD = 10n ** 18n;

/** Shares for ether. `accepts` says that the caller bears its part of what is announced. @returns shares */
export function deposit(
  vault: Vault,
  sender: Address,
  assets: bigint,
  receiver: Address,
  minShares: bigint,
  deadline: bigint,
  accepts = false,
): bigint {
  credit(vault, vault.state.config.at.vault, assets);
  return mintFor(vault, {
    sender,
    receiver,
    asset: ZERO_ADDRESS,
    amount: assets,
    assets,
    minShares,
    deadline,
    accepts,
  });
}

/** Shares for an LST at its own redemption rate. @returns shares */
export function depositLst(
  vault: Vault,
  sender: Address,
  lst: Address,
  amount: bigint,
  receiver: Address,
  minShares: bigint,
  deadline: bigint,
  accepts = false,
): bigint {
  const reserve = reserveOf(vault, lst);
  const assets = lstToAssetsDown(vault, reserve, amount);
  receive(vault, reserve, assets);
  book(vault, reserve, assets);
  return mintFor(vault, { sender, receiver, asset: lst, amount, assets, minShares, deadline, accepts });
}

/** What holds a listed LST. */
export function reserveOf({ state }: Vault, lst: Address): Address {
  const reserve = state.books.reserves.get(lst);
  check(reserve !== undefined, "LstNotListed", lst);
  return reserve;
}

export const lstToAssetsDown = (vault: Vault, reserve: Address, amount: bigint): bigint =>
  mulDivDown(amount, componentOf(vault, reserve).rateWad, WAD);

interface Entry {
  readonly sender: Address;
  readonly receiver: Address;
  readonly asset: Address;
  readonly amount: bigint;
  readonly assets: bigint;
  readonly minShares: bigint;
  readonly deadline: bigint;
  readonly accepts: boolean;
}

function mintFor(vault: Vault, entry: Entry): bigint {
  const { sender, receiver, asset, amount, assets, minShares, deadline } = entry;
  const { books, config } = vault.state;
  check(vault.block.timestamp <= deadline, "DeadlinePassed", deadline, vault.block.timestamp);
  checkReceiver(receiver);
  const total = books.recognised + books.lockedProfit;
  passGate(vault, entry, total);
  const shares = toSharesDown(assets, total, books.supply);
  check(shares !== 0n, "ZeroShares");
  check(shares >= minShares, "TooFewShares", shares, minShares);
  const lockedProfit = mulDivDown(assets, books.lockedProfit, total + VIRTUAL);
  const recognised = assets - lockedProfit;
  books.recognised += recognised;
  books.lockedProfit += lockedProfit;
  move(vault, sender, ZERO_ADDRESS, receiver, shares);
  emit(vault, config.at.vault, "Deposited", { sender, receiver, asset, amount, recognised, lockedProfit, shares });
  return shares;
}

function passGate(vault: Vault, { asset, assets, accepts }: Entry, total: bigint): void {
  const { books, config } = vault.state;
  const { timestamp } = vault.block;
  const { dripSeconds } = config;
  check(timestamp <= books.lastFullSync + dripSeconds, "SyncTooOld", books.lastFullSync, dripSeconds);
  check(!books.isWoundUp, "WoundUp");
  check(!books.isDead, "DeadState");
  check(!books.isInDoubt, "WorthInDoubt");
  check(!books.isClosedByLoss, "DepositsClosedByLoss");
  check(!books.isHeldBack || accepts, "LossAnnounced");
  checkAge(vault, books.asOf);
  check(timestamp >= books.pausedUntil, "DepositsPaused", books.pausedUntil);
  const cap = books.depositCapEther * ETHER;
  check(total + assets <= cap, "DepositCapExceeded", assets, saturatingSub(cap, total));
  books.lastDeposit = timestamp;
  if (asset === ZERO_ADDRESS) books.idle += assets;
}
