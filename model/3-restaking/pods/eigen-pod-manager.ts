import { type Address, ZERO_ADDRESS } from "../../shared/machine.ts";
import { type Core, emit } from "../core.ts";
import { decreaseDelegatedShares, increaseDelegatedShares } from "../delegation/shares.ts";
import { check } from "../errors.ts";
import { BEACON_CHAIN_ETH_STRATEGY } from "../libraries/constants.ts";
import { requireNotPaused } from "../permissions/pausable.ts";
import { credit, lowerSlashingFactor, ownerToPod, podShares } from "./shares.ts";

/** Pods, and what they tell of their validators. */

const PAUSED_NEW_EIGENPODS = 0n;
const GWEI = 10n ** 9n;

export function createPod(core: Core, sender: Address): Address {
  requireNotPaused(core, here(core), PAUSED_NEW_EIGENPODS);
  check(!hasPod(core, sender), "EigenPodAlreadyExists");
  const eigenPod = getPod(core, sender);
  core.state.pods = core.state.pods.set(sender, eigenPod);
  core.beaconPods?.open(core, sender);
  emit(core, here(core), "PodDeployed", { eigenPod, podOwner: sender });
  return eigenPod;
}

export function recordBeaconChainETHBalanceUpdate(
  core: Core,
  sender: Address,
  podOwner: Address,
  prevRestakedBalanceWei: bigint,
  balanceDeltaWei: bigint,
): void {
  check(sender === ownerToPod(core, podOwner) && sender !== ZERO_ADDRESS, "OnlyEigenPod");
  check(balanceDeltaWei % GWEI === 0n, "SharesNotMultipleOfGwei");
  if (balanceDeltaWei > 0n) {
    const before = credit(core, podOwner, balanceDeltaWei);
    increaseDelegatedShares(core, here(core), podOwner, BEACON_CHAIN_ETH_STRATEGY, before, balanceDeltaWei);
  } else if (balanceDeltaWei < 0n) {
    const decrease = lowerSlashingFactor(core, podOwner, prevRestakedBalanceWei, -balanceDeltaWei);
    decreaseDelegatedShares(core, here(core), podOwner, podShares(core, podOwner), decrease);
  }
}

export const hasPod = (core: Core, podOwner: Address): boolean => ownerToPod(core, podOwner) !== ZERO_ADDRESS;

/** The pod's address, which follows from its owner. */
export const getPod = (core: Core, podOwner: Address): Address =>
  core.beaconPods?.addressOf(core, podOwner) ?? podNameOf(podOwner);

/** What stands for the address of a pod that has no beacon chain below. */
export const podNameOf = (podOwner: Address): Address => `pod of ${podOwner}`;

export const podOwnerDepositShares = podShares;

export const burnableETHShares = ({ state }: Core): bigint => state.burnableETHShares;

const here = ({ state }: Core): Address => state.config.at.EigenPodManager;
