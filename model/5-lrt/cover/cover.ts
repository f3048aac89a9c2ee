import { type Address, emit } from "../../shared/machine.ts";
import { check } from "../../shared/revert.ts";
import { min, mulDivDown, saturatingSub } from "../../shared/uint.ts";
import { checkAge, syncAll } from "../accounting/component-accounting.ts";
import { currentOf } from "../accounting/vault-accounting.ts";
import { heldSeconds } from "../exits/slashing-guard.ts";
import { credit, sendValue } from "../money.ts";
import type { Leave, Vault } from "../state.ts";
import { premiumOn } from "./fee-split.ts";

/** First-loss ether, owned by shares; who leaves asks, waits for a lock, and has a door for a while. */

const VIRTUAL_ASSETS = 1_000_000n;
const VIRTUAL_SHARES = 10n ** 18n;
/** Joins stop when a share is worth less than this part of what the first one cost. */
const SPENT_DIVISOR = 1_000_000n;

export const sharesOf = ({ state }: Vault, underwriter: Address): bigint => state.cover.shares.get(underwriter) ?? 0n;

/** @returns shares */
export function join(vault: Vault, sender: Address, assets: bigint, underwriter: Address, minShares: bigint): bigint {
  const { cover, config } = vault.state;
  findOut(vault);
  const claims = claimsOf(vault);
  const firstShares = ((claims + VIRTUAL_ASSETS) * VIRTUAL_SHARES) / VIRTUAL_ASSETS;
  const isSpent = firstShares * SPENT_DIVISOR < cover.totalShares + VIRTUAL_SHARES;
  check(!isSpent, "CoverSpent", claims, cover.totalShares);
  const shares = toShares(vault, assets, claims);
  check(shares !== 0n && shares >= minShares, "TooFewShares", shares, minShares);
  cover.funds += assets;
  credit(vault, config.at.cover, assets);
  cover.totalShares += shares;
  setShares(vault, underwriter, sharesOf(vault, underwriter) + shares);
  emit(vault, config.at.cover, "Joined", { from: sender, underwriter, assets, shares });
  return shares;
}

/** @returns number of the leave */
export function cooldown(vault: Vault, underwriter: Address, shares: bigint): bigint {
  const { cover, config } = vault.state;
  const held = sharesOf(vault, underwriter);
  check(shares !== 0n && shares <= held, "NotThatMany", shares, held);
  setShares(vault, underwriter, held - shares);
  const leaveId = ++cover.lastLeaveId;
  const opensAt = vault.block.timestamp + config.cooldownSeconds;
  const leave = { owner: underwriter, shares, opensAt, heldBefore: heldSeconds(vault) };
  cover.leaves = cover.leaves.set(String(leaveId), leave);
  emit(vault, config.at.cover, "CooldownStarted", { leaveId, underwriter, shares, opensAt });
  return leaveId;
}

export function cancelCooldown(vault: Vault, underwriter: Address, leaveId: bigint): void {
  const { shares } = take(vault, underwriter, leaveId);
  setShares(vault, underwriter, sharesOf(vault, underwriter) + shares);
  emit(vault, vault.state.config.at.cover, "CooldownCancelled", { leaveId, underwriter, shares });
}

/** @returns wei paid */
export function withdraw(
  vault: Vault,
  underwriter: Address,
  leaveId: bigint,
  receiver: Address,
  minAssets: bigint,
): bigint {
  const { cover, config } = vault.state;
  const leave = take(vault, underwriter, leaveId);
  const { shares } = leave;
  const opensAt = opensAtOf(vault, leave);
  const closesAt = opensAt + config.unstakeWindowSeconds;
  const { timestamp } = vault.block;
  check(timestamp >= opensAt && timestamp <= closesAt, "UnstakeWindowClosed", opensAt, closesAt);
  findOut(vault);
  const { asOf } = vault.state.books;
  check(asOf >= opensAt, "CooldownNotSeen", asOf, opensAt);
  const assets = toAssets(vault, shares);
  check(assets >= minAssets, "TooFewAssets", assets, minAssets);
  cover.totalShares -= shares;
  cover.funds -= assets;
  emit(vault, config.at.cover, "Left", { leaveId, underwriter, receiver, shares, assets });
  sendValue(vault, config.at.cover, receiver, assets);
  return assets;
}

/** What shares leave with now. */
export function toAssets({ state: { cover } }: Vault, shares: bigint): bigint {
  return min(cover.funds, mulDivDown(shares, cover.funds + VIRTUAL_ASSETS, cover.totalShares + VIRTUAL_SHARES));
}

/** What a join mints now. */
export const toSharesOfCover = (vault: Vault, assets: bigint): bigint => toShares(vault, assets, claimsOf(vault));

/** When the door of a leave opens, as far as is known now. */
export const opensAtOf = (vault: Vault, { opensAt, heldBefore }: Leave): bigint =>
  opensAt + heldSeconds(vault) - heldBefore;

/** What has happened is found first, and what is announced waited for. */
function findOut(vault: Vault): void {
  syncAll(vault);
  check(!vault.state.books.isHeldBack, "ExitsHeldBack");
  checkAge(vault, vault.state.books.asOf);
}

function take({ state: { cover } }: Vault, underwriter: Address, leaveId: bigint): Leave {
  const leave = cover.leaves.get(String(leaveId));
  check(leave !== undefined && leave.owner === underwriter, "NotYours", leaveId, underwriter);
  cover.leaves = cover.leaves.delete(String(leaveId));
  return leave;
}

/** What belongs to those who underwrite, here or on its way. */
function claimsOf(vault: Vault): bigint {
  const feesOwed = saturatingSub(vault.state.books.feesOwed, currentOf(vault).beyond);
  return vault.state.cover.funds + premiumOn(vault, feesOwed);
}

const toShares = ({ state: { cover } }: Vault, assets: bigint, claims: bigint): bigint =>
  mulDivDown(assets, cover.totalShares + VIRTUAL_SHARES, claims + VIRTUAL_ASSETS);

function setShares({ state: { cover } }: Vault, underwriter: Address, shares: bigint): void {
  cover.shares = cover.shares.set(underwriter, shares);
}
