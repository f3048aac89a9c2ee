import { type Address, emit, ZERO_ADDRESS } from "../../../shared/machine.ts";
import { check } from "../../../shared/revert.ts";
import { add, sub } from "../../../shared/uint.ts";
import { within } from "../../access/roles.ts";
import { maxLossOf } from "./allocations.ts";
import { isEligible } from "./operator-rules.ts";
import type { Limits, Restaker, Slot } from "./restaker.ts";
import { onlyGovernor } from "./roles.ts";
import * as core from "./told-core.ts";
import { initialize } from "./told-slots.ts";
import { addComponent, move } from "./told-vault.ts";

/** Whom the vault restakes with, and how much of it: a delegator, an operator, a target weight and a cap each. */

export const MAX_SLOTS = 20n;
/** Most withdrawals of a slot in the core's queue; a place for each strategy is kept for what an operator forces out. */
export const MAX_QUEUED = 7n;

const BPS = 10_000n;
const DAY_BLOCKS = 7_200n;
const ETH = 10n ** 18n;
const DAY = 86_400n;

type Approval = readonly [signature: string, expiry: bigint, salt: string];

/** @returns the number of the slot, and its delegator */
export function addSlot(
  m: Restaker,
  sender: Address,
  operator: Address,
  weightBps: bigint,
  capAssets: bigint,
  ...approval: Approval
): [slot: bigint, delegator: Address] {
  onlyGovernor(m, sender);
  const { state } = m;
  const slot = BigInt(state.slots.length);
  check(slot < MAX_SLOTS, "TooManySlots", MAX_SLOTS);
  const delegator = state.config.clones[Number(slot)] as Address;
  state.slots = [...state.slots, { delegator, operator: ZERO_ADDRESS, weightBps: 0n, capAssets: 0n }];
  initialize(m, delegator);
  addComponent(m, delegator);
  emit(m, state.config.restaker, "SlotAdded", { slot, delegator, operator, weightBps });
  give(m, slot, operator, approval);
  weigh(m, slot, weightBps, capAssets);
  return [slot, delegator];
}

export function setSlot(m: Restaker, sender: Address, slot: bigint, weightBps: bigint, capAssets: bigint): void {
  onlyGovernor(m, sender);
  weigh(m, slot, weightBps, capAssets);
}

function weigh(m: Restaker, slot: bigint, weightBps: bigint, capAssets: bigint): void {
  const total = add(sub(totalWeightBps(m), slotAt(m, slot).weightBps), weightBps);
  check(total <= BPS, "WeightsTooHigh", total);
  change(m, slot, { weightBps, capAssets });
  emit(m, m.state.config.restaker, "SlotSet", { slot, weightBps, capAssets });
}

/** A slot that nobody has gets an operator. */
export function setOperator(
  m: Restaker,
  sender: Address,
  slot: bigint,
  operator: Address,
  ...approval: Approval
): void {
  onlyGovernor(m, sender);
  give(m, slot, operator, approval);
}

function give(m: Restaker, slot: bigint, operator: Address, approval: Approval): void {
  const { state } = m;
  const { delegator, operator: from } = slotAt(m, slot);
  const current = core.delegatedTo(m, delegator);
  check(current === ZERO_ADDRESS, "StillDelegated", current);
  check(isEligible(m, operator), "OperatorIneligible", operator);
  check(queuedOf(m, delegator) <= ownPlaces(m), "TooManyQueued", ownPlaces(m));
  emit(m, state.config.restaker, "OperatorChanged", { slot, from, to: operator });
  const until = m.block.number + core.coreOf(m).minWithdrawalDelayBlocks;
  state.formersUntilBlock = state.formersUntilBlock.set(String(slot), until);
  state.slotsOf = state.slotsOf.set(operator, slotsOf(m, operator) | (1n << slot));
  change(m, slot, { operator });
  core.delegateTo(m, delegator, operator, ...approval);
}

export function leaveOperator(m: Restaker, sender: Address, slot: bigint): void {
  onlyGovernor(m, sender);
  leave(m, slot);
}

/** OPS-05: anyone makes a slot leave an operator that is not fit any more. */
export function leaveIneligible(m: Restaker, _sender: Address, slot: bigint): void {
  const { operator } = slotAt(m, slot);
  check(!isEligible(m, operator), "OperatorEligible", operator);
  leave(m, slot);
}

function leave(m: Restaker, slot: bigint): void {
  const { strategies } = m.state;
  const { delegator } = slotAt(m, slot);
  const work = () => core.leave(m, delegator, strategies);
  move(m, delegator, delegator, work, () => maxLossOf(m, strategies));
}

export function setLimits(m: Restaker, sender: Address, limits: Limits): void {
  onlyGovernor(m, sender);
  within(limits.minLegAssets, ETH / 10n ** 9n, 10_000n * ETH);
  within(limits.unwindIntervalSeconds, 60n, 30n * DAY);
  within(limits.minMagnitudeWad, 1n, ETH);
  within(limits.reactionBlocks, 1n, 30n * DAY_BLOCKS);
  within(limits.maxSets, 1n, 40n);
  within(limits.trimToleranceBps, 1n, BPS / 2n);
  m.state.limits = limits;
  emit(m, m.state.config.restaker, "LimitsSet", { limits });
}

// --- views ------------------------------------------------------------------------------------------------------------

export function slotAt({ state }: Restaker, slot: bigint): Slot {
  const found = state.slots[Number(slot)];
  check(found !== undefined, "UnknownSlot", slot);
  return found;
}

export const totalWeightBps = ({ state }: Restaker): bigint =>
  state.slots.reduce((sum, { weightBps }) => sum + weightBps, 0n);

export const slotsOf = ({ state }: Restaker, operator: Address): bigint => state.slotsOf.get(operator) ?? 0n;

export const queuedOf = (m: Restaker, delegator: Address): bigint => BigInt(core.rootsOf(m, delegator).length);

/** Of the places in a slot's queue, those that are the vault's own. */
export const ownPlaces = ({ state }: Restaker): bigint => MAX_QUEUED - BigInt(state.strategies.length);

function change({ state }: Restaker, slot: bigint, given: Partial<Slot>): void {
  const at = Number(slot);
  state.slots = state.slots.with(at, { ...(state.slots[at] as Slot), ...given });
}
