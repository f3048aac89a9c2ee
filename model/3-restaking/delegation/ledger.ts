import { type Address, keyOf, ZERO_ADDRESS } from "../../shared/machine.ts";
import { add, sub, toUint } from "../../shared/uint.ts";
import { getMaxMagnitude, getMaxMagnitudeAtBlock } from "../allocation/magnitudes.ts";
import { type Core, emit } from "../core.ts";
import { check } from "../errors.ts";
import { WAD } from "../libraries/constants.ts";
import { mulWadDown, scalingFactorAfter, slashedDown, slashingFactorOf } from "../libraries/slashing-lib.ts";
import { atBlock, latest } from "../libraries/snapshots.ts";
import { beaconChainSlashingFactor } from "../pods/shares.ts";
import type { Stake, Staker } from "./state.ts";

/** What all parts of the DelegationManager know: slashing factors, and the two moves of an operator's shares. */

export const PAUSED_NEW_DELEGATION = 0n;
export const PAUSED_ENTER_WITHDRAWAL_QUEUE = 1n;
export const PAUSED_EXIT_WITHDRAWAL_QUEUE = 2n;

const NOBODY: Staker = { delegatedTo: ZERO_ADDRESS, queuedEver: 0n, queued: [] };
const NOTHING: Stake = { shares: 0n, queued: undefined };

export const here = ({ state }: Core): Address => state.config.at.DelegationManager;

export const stakerOf = ({ state }: Core, staker: Address): Staker => state.stakers.get(staker) ?? NOBODY;

export const stakeOf = ({ state }: Core, operator: Address, strategy: Address): Stake =>
  state.stakes.get(keyOf(operator, strategy)) ?? NOTHING;

export const delegatedTo = (core: Core, staker: Address): Address => stakerOf(core, staker).delegatedTo;

export const depositScalingFactor = ({ state }: Core, staker: Address, strategy: Address): bigint =>
  state.scalingFactors.get(keyOf(staker, strategy)) ?? WAD;

export function setScalingFactor({ state }: Core, staker: Address, strategy: Address, scalingFactor: bigint): void {
  state.scalingFactors = state.scalingFactors.set(keyOf(staker, strategy), scalingFactor);
}

export function setStake({ state }: Core, operator: Address, strategy: Address, stake: Stake): void {
  state.stakes = state.stakes.set(keyOf(operator, strategy), stake);
}

/** Counts added shares for the staker's scaling factor, and for the operator if there is one. */
export function increaseShares(
  core: Core,
  operator: Address,
  staker: Address,
  strategy: Address,
  prevDepositShares: bigint,
  addedShares: bigint,
  slashingFactor: bigint,
): void {
  check(slashingFactor !== 0n, "FullySlashed");
  if (addedShares === 0n) return;
  const before = depositScalingFactor(core, staker, strategy);
  const newDepositScalingFactor = scalingFactorAfter(before, prevDepositShares, addedShares, slashingFactor);
  check(newDepositScalingFactor !== 0n, "InvalidDepositScalingFactor");
  setScalingFactor(core, staker, strategy, newDepositScalingFactor);
  emit(core, here(core), "DepositScalingFactorUpdated", { staker, strategy, newDepositScalingFactor });
  if (operator === ZERO_ADDRESS) return;
  const stake = stakeOf(core, operator, strategy);
  setStake(core, operator, strategy, { ...stake, shares: toUint(128n, add(stake.shares, addedShares)) });
  emit(core, here(core), "OperatorSharesIncreased", { operator, staker, strategy, shares: addedShares });
}

/** Takes shares off an operator, who must have them. */
export function decreaseShares(
  core: Core,
  operator: Address,
  staker: Address,
  strategy: Address,
  shares: bigint,
): void {
  const stake = stakeOf(core, operator, strategy);
  setStake(core, operator, strategy, { ...stake, shares: sub(stake.shares, shares) });
  emit(core, here(core), "OperatorSharesDecreased", { operator, staker, strategy, shares });
}

/** The part of a staker's scaled shares that slashing has left now: m, or ⌊m·l⌋ of beacon chain ETH. */
export const slashingFactor = (core: Core, operator: Address, staker: Address, strategy: Address): bigint =>
  slashingFactorOf(strategy, getMaxMagnitude(core, operator, strategy), beaconChainSlashingFactor(core, staker));

/** The same with m as it was at the end of a block, and l as it is now. */
export const slashingFactorAt = (
  core: Core,
  operator: Address,
  staker: Address,
  strategy: Address,
  block: bigint,
): bigint =>
  slashingFactorOf(
    strategy,
    getMaxMagnitudeAtBlock(core, operator, strategy, block),
    beaconChainSlashingFactor(core, staker),
  );

/**
 * What a slash takes of what was queued in the last `minWithdrawalDelayBlocks` blocks and this one. Nothing can be
 * slashed before there are so many blocks: the window's beginning underflows.
 */
export function slashableInQueue(
  core: Core,
  operator: Address,
  strategy: Address,
  prevMaxMagnitude: bigint,
  newMaxMagnitude: bigint,
): bigint {
  if (prevMaxMagnitude === 0n) return 0n;
  const { queued } = stakeOf(core, operator, strategy);
  const windowBegin = sub(sub(core.block.number, core.state.config.minWithdrawalDelayBlocks), 1n);
  const inWindow = sub(latest(queued, 0n), atBlock(queued, windowBegin, 0n));
  return slashedDown(mulWadDown(inWindow, prevMaxMagnitude), prevMaxMagnitude, newMaxMagnitude);
}
