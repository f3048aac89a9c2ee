import { type Address, keyOf } from "../../shared/machine.ts";
import { append, removed } from "../../shared/placed-list.ts";
import { type Core, emit } from "../core.ts";
import { check } from "../errors.ts";
import { decode, type SetKey } from "../libraries/operator-set-lib.ts";
import type { Allocation } from "../types.ts";
import { magnitudesOf, setMagnitudes } from "./magnitudes.ts";
import type { Magnitudes, Membership, Operator, SetRecord } from "./state.ts";

/** What all parts of the AllocationManager know: operators, memberships, sets, and allocations as of this block. */

export const PAUSED_MODIFY_ALLOCATIONS = 0n;
export const PAUSED_OPERATOR_SLASHING = 1n;
export const PAUSED_REGISTRATION = 2n;

const NO_OPERATOR: Operator = {
  delay: undefined,
  pendingDelay: undefined,
  delayEffectBlock: 0n,
  registeredSets: [],
  allocatedSets: [],
};
const NO_MEMBER: Membership = { registered: false, slashableUntil: 0n, strategies: [] };
const NO_ALLOCATION: Allocation = { currentMagnitude: 0n, pendingDiff: 0n, effectBlock: 0n };

export const here = ({ state }: Core): Address => state.config.at.AllocationManager;

export const operatorOf = ({ state }: Core, operator: Address): Operator =>
  state.operators.get(operator) ?? NO_OPERATOR;

export function setOperator({ state }: Core, operator: Address, record: Operator): void {
  state.operators = state.operators.set(operator, record);
}

export const membershipOf = ({ state }: Core, operator: Address, key: SetKey): Membership =>
  state.memberships.get(keyOf(operator, key)) ?? NO_MEMBER;

export function setMembership({ state }: Core, operator: Address, key: SetKey, membership: Membership): void {
  state.memberships = state.memberships.set(keyOf(operator, key), membership);
}

/** A set that has to exist. */
export function requireSet({ state }: Core, key: SetKey): SetRecord {
  const set = state.sets.get(key);
  check(set !== undefined, "InvalidOperatorSet");
  return set;
}

export function setSet({ state }: Core, key: SetKey, set: SetRecord): void {
  state.sets = state.sets.set(key, set);
}

export const isSlashable = (core: Core, operator: Address, key: SetKey): boolean => {
  const { registered, slashableUntil } = membershipOf(core, operator, key);
  return registered || core.block.number <= slashableUntil;
};

export const setHasStrategy = ({ state }: Core, key: SetKey, strategy: Address): boolean =>
  state.sets.get(key)?.strategies.includes(strategy) ?? false;

/** An allocation with the magnitudes behind it, both as if everything due by this block had been written. */
export interface Settled {
  readonly allocation: Allocation;
  readonly magnitudes: Magnitudes;
}

/** The allocation as of this block; what it gives back by then comes off the given magnitudes. */
export function settle(
  { state, block }: Core,
  operator: Address,
  key: SetKey,
  strategy: Address,
  magnitudes: Magnitudes,
): Settled {
  const stored = state.allocations.get(keyOf(operator, key, strategy)) ?? NO_ALLOCATION;
  if (block.number < stored.effectBlock) return { allocation: stored, magnitudes };
  const { currentMagnitude, pendingDiff } = stored;
  const allocation = { currentMagnitude: currentMagnitude + pendingDiff, pendingDiff: 0n, effectBlock: 0n };
  if (pendingDiff >= 0n) return { allocation, magnitudes };
  return { allocation, magnitudes: { ...magnitudes, encumbered: magnitudes.encumbered + pendingDiff } };
}

/** The same from what is stored. */
export const settled = (core: Core, operator: Address, key: SetKey, strategy: Address): Settled =>
  settle(core, operator, key, strategy, magnitudesOf(core, operator, strategy));

/**
 * Writes an allocation and the magnitudes behind it. Lists of what is allocated take it in with its first pending change,
 * and drop it when nothing is allocated and nothing pends.
 */
export function write(
  core: Core,
  operator: Address,
  key: SetKey,
  strategy: Address,
  { allocation, magnitudes }: Settled,
): void {
  if (magnitudesOf(core, operator, strategy).encumbered !== magnitudes.encumbered) {
    const encumberedMagnitude = magnitudes.encumbered;
    emit(core, here(core), "EncumberedMagnitudeUpdated", { operator, strategy, encumberedMagnitude });
  }
  setMagnitudes(core, operator, strategy, magnitudes);
  core.state.allocations = core.state.allocations.set(keyOf(operator, key, strategy), allocation);

  const membership = membershipOf(core, operator, key);
  const listed = membership.strategies.includes(strategy);
  const record = operatorOf(core, operator);
  if (allocation.pendingDiff !== 0n && !listed) {
    const isFirst = membership.strategies.length === 0;
    if (isFirst) setOperator(core, operator, { ...record, allocatedSets: append(record.allocatedSets, key) });
    setMembership(core, operator, key, { ...membership, strategies: append(membership.strategies, strategy) });
  } else if (allocation.pendingDiff === 0n && allocation.currentMagnitude === 0n && listed) {
    const isLast = membership.strategies.length === 1;
    if (isLast) setOperator(core, operator, { ...record, allocatedSets: removed(record.allocatedSets, key) });
    setMembership(core, operator, key, { ...membership, strategies: removed(membership.strategies, strategy) });
  }
}

export function emitUpdated(
  core: Core,
  operator: Address,
  key: SetKey,
  strategy: Address,
  magnitude: bigint,
  effectBlock: bigint,
): void {
  const operatorSet = decode(key);
  emit(core, here(core), "AllocationUpdated", { operator, operatorSet, strategy, magnitude, effectBlock });
}
