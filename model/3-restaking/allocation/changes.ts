import { type Address, keyOf } from "../../shared/machine.ts";
import { append } from "../../shared/placed-list.ts";
import { add, sub } from "../../shared/uint.ts";
import type { Core } from "../core.ts";
import { check } from "../errors.ts";
import { type SetKey, setKey } from "../libraries/operator-set-lib.ts";
import { requireNotPaused } from "../permissions/pausable.ts";
import { checkCanCall } from "../permissions/permission-controller.ts";
import type { AllocateParams } from "../types.ts";
import {
  emitUpdated,
  here,
  isSlashable,
  PAUSED_MODIFY_ALLOCATIONS,
  requireSet,
  setHasStrategy,
  settle,
  settled,
  write,
} from "./ledger.ts";
import { magnitudesOf } from "./magnitudes.ts";
import { getAllocationDelay } from "./registrations.ts";

/**
 * Operators allocate and deallocate. An increase is encumbered at once and counts after the operator's delay. A decrease
 * that can still be slashed waits in the strategy's queue and stays encumbered and slashable; any other is free at
 * once. One change at a time for each set and strategy.
 */

const UINT32 = 32n;
const EVERY_ONE = 65_535n;

export function modifyAllocations(
  core: Core,
  sender: Address,
  operator: Address,
  params: readonly AllocateParams[],
): void {
  requireNotPaused(core, here(core), PAUSED_MODIFY_ALLOCATIONS);
  checkCanCall(core, sender, operator, "AllocationManager", "modifyAllocations");
  const [isSet, delay] = getAllocationDelay(core, operator);
  check(isSet, "UninitializedAllocationDelay");
  for (const { operatorSet, strategies, newMagnitudes } of params) {
    check(strategies.length === newMagnitudes.length, "InputArrayLengthMismatch");
    const key = setKey(operatorSet);
    requireSet(core, key);
    strategies.forEach((strategy, i) => {
      modify(core, operator, key, strategy, newMagnitudes[i] as bigint, delay);
    });
  }
}

export function clearDeallocationQueue(
  core: Core,
  _sender: Address,
  operator: Address,
  strategies: readonly Address[],
  numToClear: readonly bigint[],
): void {
  requireNotPaused(core, here(core), PAUSED_MODIFY_ALLOCATIONS);
  check(strategies.length === numToClear.length, "InputArrayLengthMismatch");
  strategies.forEach((strategy, i) => {
    clear(core, operator, strategy, numToClear[i] as bigint);
  });
}

function modify(
  core: Core,
  operator: Address,
  key: SetKey,
  strategy: Address,
  newMagnitude: bigint,
  allocationDelay: bigint,
): void {
  clear(core, operator, strategy, EVERY_ONE);
  const { allocation, magnitudes } = settled(core, operator, key, strategy);
  check(allocation.effectBlock === 0n, "ModificationAlreadyPending");
  const { currentMagnitude } = allocation;
  const pendingDiff = newMagnitude - currentMagnitude;
  check(pendingDiff !== 0n, "SameMagnitude");

  const now = core.block.number;
  let effectBlock = now;
  if (pendingDiff > 0n) {
    const encumbered = magnitudes.encumbered + pendingDiff;
    check(encumbered <= magnitudes.max, "InsufficientMagnitude");
    effectBlock = add(now, allocationDelay, UINT32);
    const change = { currentMagnitude, pendingDiff, effectBlock };
    write(core, operator, key, strategy, { allocation: change, magnitudes: { ...magnitudes, encumbered } });
  } else if (setHasStrategy(core, key, strategy) && isSlashable(core, operator, key)) {
    effectBlock = add(now, core.state.config.deallocationDelayBlocks + 1n, UINT32);
    const change = { currentMagnitude, pendingDiff, effectBlock };
    const deallocations = append(magnitudes.deallocations, key);
    write(core, operator, key, strategy, { allocation: change, magnitudes: { ...magnitudes, deallocations } });
  } else {
    const encumbered = sub(magnitudes.encumbered, -pendingDiff);
    const change = { currentMagnitude: newMagnitude, pendingDiff: 0n, effectBlock };
    write(core, operator, key, strategy, { allocation: change, magnitudes: { ...magnitudes, encumbered } });
  }
  emitUpdated(core, operator, key, strategy, newMagnitude, effectBlock);
}

/** Completes deallocations that are due, oldest first, up to so many; the first that is not due ends it. */
function clear(core: Core, operator: Address, strategy: Address, most: bigint): void {
  for (let cleared = 0n; cleared < most; cleared++) {
    const magnitudes = magnitudesOf(core, operator, strategy);
    const [key, ...deallocations] = magnitudes.deallocations;
    if (key === undefined) return;
    const stored = core.state.allocations.get(keyOf(operator, key, strategy));
    if (stored !== undefined && core.block.number < stored.effectBlock) return;
    write(core, operator, key, strategy, settle(core, operator, key, strategy, { ...magnitudes, deallocations }));
  }
}
