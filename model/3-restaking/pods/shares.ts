import { type Address, ZERO_ADDRESS } from "../../shared/machine.ts";
import { Revert } from "../../shared/revert.ts";
import { add, mulDivDown, sub, toInt256, toUint } from "../../shared/uint.ts";
import { type Core, emit } from "../core.ts";
import { check } from "../errors.ts";
import { isBeaconChainETH, WAD } from "../libraries/constants.ts";
import { onlyDelegationManager } from "../strategies/portfolios.ts";
import type { OperatorSet } from "../types.ts";
import type { PodOwner } from "./state.ts";

/**
 * Shares of beacon chain ETH: a wei a share. A loss leaves the shares alone and lowers the owner's slashing factor,
 * l' = ⌊l·(B − loss) / B⌋ with B the pod's restaked balance before; it multiplies all that the owner has, queued or not.
 */

const NEW: PodOwner = { shares: 0n, slashingFactor: WAD };

const ownerOf = ({ state }: Core, owner: Address): PodOwner => state.podOwners.get(owner) ?? NEW;

export const podShares = (core: Core, owner: Address): bigint => ownerOf(core, owner).shares;

export const beaconChainSlashingFactor = (core: Core, owner: Address): bigint => ownerOf(core, owner).slashingFactor;

export function stakerDepositShares(core: Core, user: Address, strategy: Address): bigint {
  check(isBeaconChainETH(strategy), "InvalidStrategy");
  return podShares(core, user);
}

export function removeDepositShares(
  core: Core,
  sender: Address,
  staker: Address,
  strategy: Address,
  depositSharesToRemove: bigint,
): bigint {
  onlyDelegationManager(core, sender);
  check(isBeaconChainETH(strategy), "InvalidStrategy");
  const { shares } = ownerOf(core, staker);
  check(depositSharesToRemove <= shares, "SharesNegative");
  const left = shares - depositSharesToRemove;
  setShares(core, staker, left);
  emit(core, here(core), "NewTotalShares", { podOwner: staker, newTotalShares: left });
  return left;
}

/** @returns shares before, and shares added */
export function addShares(
  core: Core,
  sender: Address,
  staker: Address,
  strategy: Address,
  shares: bigint,
): [bigint, bigint] {
  onlyDelegationManager(core, sender);
  check(isBeaconChainETH(strategy), "InvalidStrategy");
  return [credit(core, staker, shares), shares];
}

export function withdrawSharesAsTokens(
  core: Core,
  sender: Address,
  staker: Address,
  strategy: Address,
  _token: Address,
  shares: bigint,
): void {
  onlyDelegationManager(core, sender);
  check(isBeaconChainETH(strategy), "InvalidStrategy");
  payFromPod(core, staker, shares);
}

/** Nobody burns these: the ETH stays in the pods. */
export function increaseBurnOrRedistributableShares(
  core: Core,
  sender: Address,
  _operatorSet: OperatorSet,
  _slashId: bigint,
  _strategy: Address,
  addedSharesToBurn: bigint,
): void {
  onlyDelegationManager(core, sender);
  core.state.burnableETHShares = add(core.state.burnableETHShares, addedSharesToBurn);
  emit(core, here(core), "BurnableETHSharesIncreased", { shares: addedSharesToBurn });
}

/** Credits shares to a pod's owner. @returns shares before */
export function credit(core: Core, podOwner: Address, shares: bigint): bigint {
  const { shares: before } = ownerOf(core, podOwner);
  const newTotalShares = toUint(128n, add(before, shares));
  setShares(core, podOwner, newTotalShares);
  emit(core, here(core), "PodSharesUpdated", { podOwner, sharesDelta: toInt256(shares) });
  emit(core, here(core), "NewTotalShares", { podOwner, newTotalShares });
  return before;
}

/** @returns by how much the factor fell */
export function lowerSlashingFactor(
  core: Core,
  podOwner: Address,
  prevRestakedBalanceWei: bigint,
  lossWei: bigint,
): bigint {
  const owner = ownerOf(core, podOwner);
  const before = owner.slashingFactor;
  const after = mulDivDown(before, sub(prevRestakedBalanceWei, lossWei), prevRestakedBalanceWei);
  core.state.podOwners = core.state.podOwners.set(podOwner, { ...owner, slashingFactor: after });
  emit(core, here(core), "BeaconChainSlashingFactorDecreased", {
    staker: podOwner,
    prevBeaconChainSlashingFactor: before,
    newBeaconChainSlashingFactor: after,
  });
  return before - after;
}

const here = ({ state }: Core): Address => state.config.at.EigenPodManager;

function setShares(core: Core, owner: Address, shares: bigint): void {
  core.state.podOwners = core.state.podOwners.set(owner, { ...ownerOf(core, owner), shares });
}

/** The ETH of a pod goes to its owner. */
function payFromPod(core: Core, owner: Address, wei: bigint): void {
  if (core.beaconPods !== undefined) {
    core.beaconPods.pay(core, owner, wei);
    return;
  }
  const { state } = core;
  const funds = state.podFunds.get(owner) ?? 0n;
  if (funds < wei) throw new Revert("PaymentRefused", [owner, wei]);
  state.podFunds = state.podFunds.set(owner, funds - wei);
}

export const ownerToPod = ({ state }: Core, owner: Address): Address => state.pods.get(owner) ?? ZERO_ADDRESS;
