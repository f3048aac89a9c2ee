import type { Address } from "../../shared/machine.ts";
import { append, removed } from "../../shared/placed-list.ts";
import { add } from "../../shared/uint.ts";
import { type Core, emit } from "../core.ts";
import { check } from "../errors.ts";
import { decode, type SetKey, toKey } from "../libraries/operator-set-lib.ts";
import { requireNotPaused } from "../permissions/pausable.ts";
import { checkCanCall, mayCall } from "../permissions/permission-controller.ts";
import type { DeregisterParams, RegisterParams } from "../types.ts";
import {
  here,
  isSlashable,
  membershipOf,
  operatorOf,
  PAUSED_REGISTRATION,
  requireSet,
  setMembership,
  setOperator,
  setSet,
} from "./ledger.ts";
import { askRegistrar } from "./sets.ts";

/**
 * Operators join and leave sets. Who is registered can be slashed, and for the deallocation delay after leaving too;
 * what is allocated does not move. The service's registrar has the last word both ways.
 */

const UINT32 = 32n;

export function registerForOperatorSets(
  core: Core,
  sender: Address,
  operator: Address,
  { avs, operatorSetIds, data }: RegisterParams,
): void {
  requireNotPaused(core, here(core), PAUSED_REGISTRATION);
  checkCanCall(core, sender, operator, "AllocationManager", "registerForOperatorSets");
  check(operatorOf(core, operator).pendingDelay !== undefined, "InvalidOperator");
  for (const id of operatorSetIds) {
    const key = toKey(avs, id);
    requireSet(core, key);
    check(!isSlashable(core, operator, key), "AlreadyMemberOfSet");
    join(core, operator, key);
    emit(core, here(core), "OperatorAddedToOperatorSet", { operator, operatorSet: decode(key) });
  }
  askRegistrar(core, avs, (registrars, at) =>
    registrars.registerOperator(core, at, operator, avs, operatorSetIds, data),
  );
}

export function deregisterFromOperatorSets(
  core: Core,
  sender: Address,
  { operator, avs, operatorSetIds }: DeregisterParams,
): void {
  requireNotPaused(core, here(core), PAUSED_REGISTRATION);
  const may = [operator, avs].some((account) =>
    mayCall(core, sender, account, "AllocationManager", "deregisterFromOperatorSets"),
  );
  check(may, "InvalidCaller");
  for (const id of operatorSetIds) {
    const key = toKey(avs, id);
    requireSet(core, key);
    check(membershipOf(core, operator, key).registered, "NotMemberOfSet");
    leave(core, operator, key);
    emit(core, here(core), "OperatorRemovedFromOperatorSet", { operator, operatorSet: decode(key) });
  }
  askRegistrar(core, avs, (registrars, at) => registrars.deregisterOperator(core, at, operator, avs, operatorSetIds));
}

/** Counts at once when the DelegationManager registers an operator, and after the configuration delay later. */
export function setAllocationDelay(core: Core, sender: Address, operator: Address, delay: bigint): void {
  const { config } = core.state;
  const record = operatorOf(core, operator);
  let effectBlock = core.block.number;
  let current = record.delay;
  if (sender !== config.at.DelegationManager) {
    check(mayCall(core, sender, operator, "AllocationManager", "setAllocationDelay"), "InvalidCaller");
    check(record.pendingDelay !== undefined, "InvalidOperator");
    current = getAllocationDelay(core, operator)[1];
    effectBlock = add(effectBlock, config.allocationConfigurationDelayBlocks + 1n, UINT32);
  }
  setOperator(core, operator, { ...record, delay: current, pendingDelay: delay, delayEffectBlock: effectBlock });
  emit(core, here(core), "AllocationDelaySet", { operator, delay, effectBlock });
}

/** @returns whether there is one, and which */
export function getAllocationDelay(core: Core, operator: Address): [boolean, bigint] {
  const { delay, pendingDelay, delayEffectBlock } = operatorOf(core, operator);
  const current = core.block.number < delayEffectBlock ? delay : pendingDelay;
  return [pendingDelay !== undefined, current ?? 0n];
}

/** @returns the delay last asked for, and the block from which it counts */
export function getPendingAllocationDelay(core: Core, operator: Address): [bigint, bigint] {
  const { pendingDelay, delayEffectBlock } = operatorOf(core, operator);
  return [pendingDelay ?? 0n, delayEffectBlock];
}

function join(core: Core, operator: Address, key: SetKey): void {
  const record = operatorOf(core, operator);
  setMembership(core, operator, key, { ...membershipOf(core, operator, key), registered: true });
  setOperator(core, operator, { ...record, registeredSets: append(record.registeredSets, key) });
  const set = requireSet(core, key);
  setSet(core, key, { ...set, members: append(set.members, operator) });
}

function leave(core: Core, operator: Address, key: SetKey): void {
  const slashableUntil = add(core.block.number, core.state.config.deallocationDelayBlocks, UINT32);
  const record = operatorOf(core, operator);
  setMembership(core, operator, key, { ...membershipOf(core, operator, key), registered: false, slashableUntil });
  setOperator(core, operator, { ...record, registeredSets: removed(record.registeredSets, key) });
  const set = requireSet(core, key);
  setSet(core, key, { ...set, members: removed(set.members, operator) });
}
