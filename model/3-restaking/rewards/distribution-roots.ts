import { type Address, type Hash, ZERO_HASH } from "../../shared/machine.ts";
import { PANIC, panic, Revert } from "../../shared/revert.ts";
import { add, sub } from "../../shared/uint.ts";
import { type Core, emit } from "../core.ts";
import { check } from "../errors.ts";
import { requireNotPaused } from "../permissions/pausable.ts";
import type { DistributionRoot } from "../types.ts";
import { here } from "./settings.ts";

/** Roots of what everyone has earned: each reaches further in time, and can be disabled until it is active. */

const PAUSED_SUBMIT_DISABLE_ROOTS = 3n;
const UINT32 = 32n;
const NONE: DistributionRoot = {
  root: ZERO_HASH,
  rewardsCalculationEndTimestamp: 0n,
  activatedAt: 0n,
  disabled: false,
};

export function submitRoot(core: Core, sender: Address, root: Hash, rewardsCalculationEndTimestamp: bigint): void {
  requireNotPaused(core, here(core), PAUSED_SUBMIT_DISABLE_ROOTS);
  onlyRewardsUpdater(core, sender);
  const { state, block } = core;
  check(rewardsCalculationEndTimestamp > state.calculationEnd, "NewRootMustBeForNewCalculatedPeriod");
  check(rewardsCalculationEndTimestamp < block.timestamp, "RewardsEndTimestampNotElapsed");
  const rootIndex = BigInt(state.roots.length);
  const activatedAt = add(block.timestamp, state.activationDelay, UINT32);
  state.roots = [...state.roots, { root, rewardsCalculationEndTimestamp, activatedAt, disabled: false }];
  state.calculationEnd = rewardsCalculationEndTimestamp;
  emit(core, here(core), "DistributionRootSubmitted", { rootIndex, root, rewardsCalculationEndTimestamp, activatedAt });
}

export function disableRoot(core: Core, sender: Address, rootIndex: bigint): void {
  requireNotPaused(core, here(core), PAUSED_SUBMIT_DISABLE_ROOTS);
  onlyRewardsUpdater(core, sender);
  const index = Number(rootIndex);
  const root = core.state.roots[index];
  check(root !== undefined, "InvalidRootIndex");
  check(!root.disabled, "RootDisabled");
  check(core.block.timestamp < root.activatedAt, "RootAlreadyActivated");
  core.state.roots = core.state.roots.with(index, { ...root, disabled: true });
  emit(core, here(core), "DistributionRootDisabled", { rootIndex });
}

export const getDistributionRootsLength = ({ state }: Core): bigint => BigInt(state.roots.length);

export const getDistributionRootAtIndex = ({ state }: Core, index: bigint): DistributionRoot =>
  state.roots[Number(index)] ?? panic(PANIC.outOfBounds);

export const getCurrentDistributionRoot = (core: Core): DistributionRoot =>
  getDistributionRootAtIndex(core, sub(getDistributionRootsLength(core), 1n));

export const getCurrentClaimableDistributionRoot = ({ state, block }: Core): DistributionRoot =>
  state.roots.findLast(({ disabled, activatedAt }) => !disabled && block.timestamp >= activatedAt) ?? NONE;

export function getRootIndexFromHash({ state }: Core, rootHash: Hash): bigint {
  const index = state.roots.findLastIndex(({ root }) => root === rootHash);
  if (index < 0) throw new Revert("InvalidRoot");
  return BigInt(index);
}

function onlyRewardsUpdater({ state }: Core, sender: Address): void {
  check(sender === state.rewardsUpdater, "UnauthorizedCaller");
}
