import type { Address } from "../../shared/machine.ts";
import { type Core, emit } from "../core.ts";
import { slashOperatorShares } from "../delegation/shares.ts";
import { check } from "../errors.ts";
import { WAD } from "../libraries/constants.ts";
import { type SetKey, setKey } from "../libraries/operator-set-lib.ts";
import { divWadDown, mulWadUp } from "../libraries/slashing-lib.ts";
import { push } from "../libraries/snapshots.ts";
import { requireNotPaused } from "../permissions/pausable.ts";
import type { SlashingParams } from "../types.ts";
import {
  emitUpdated,
  here,
  isSlashable,
  PAUSED_OPERATOR_SLASHING,
  requireSet,
  setHasStrategy,
  setSet,
  settled,
  write,
} from "./ledger.ts";
import { slasherOf } from "./sets.ts";

/**
 * A slash by w of an allocation c takes ⌈c·w⌉ off the allocation, the encumbered and the maximum magnitude. A pending
 * deallocation p shrinks by ⌈p·w⌉; a pending allocation does not count yet. Stake falls in the ratio of the maxima.
 */

/** @returns number of the slash, and the shares that it took, by strategy */
export function slashOperator(
  core: Core,
  sender: Address,
  avs: Address,
  { operator, operatorSetId, strategies, wadsToSlash, description }: SlashingParams,
): [bigint, readonly bigint[]] {
  requireNotPaused(core, here(core), PAUSED_OPERATOR_SLASHING);
  check(strategies.length === wadsToSlash.length, "InputArrayLengthMismatch");
  const operatorSet = { avs, id: operatorSetId };
  const key = setKey(operatorSet);
  const set = requireSet(core, key);
  check(isSlashable(core, operator, key), "OperatorNotSlashable");
  check(sender === slasherOf(core, key), "InvalidCaller");
  const slashId = set.slashes + 1n;
  setSet(core, key, { ...set, slashes: slashId });

  const shares: bigint[] = [];
  const wadSlashed: bigint[] = [];
  strategies.forEach((strategy, i) => {
    const previous = strategies[i - 1];
    check(previous === undefined || strategy > previous, "StrategiesMustBeInAscendingOrder");
    const wad = wadsToSlash[i] as bigint;
    check(0n < wad && wad <= WAD, "InvalidWadToSlash");
    check(setHasStrategy(core, key, strategy), "StrategyNotInOperatorSet");
    const { before, after } = slash(core, operator, key, strategy, wad);
    wadSlashed.push(before === after ? 0n : divWadDown(before - after, before));
    const took =
      before === after
        ? 0n
        : slashOperatorShares(core, here(core), operator, operatorSet, slashId, strategy, before, after);
    shares.push(took);
  });
  emit(core, here(core), "OperatorSlashed", { operator, operatorSet, strategies, wadSlashed, description });
  return [slashId, shares];
}

/** The maximum magnitude before and after; equal when nothing is allocated. */
function slash(
  core: Core,
  operator: Address,
  key: SetKey,
  strategy: Address,
  wad: bigint,
): { readonly before: bigint; readonly after: bigint } {
  const { allocation, magnitudes } = settled(core, operator, key, strategy);
  const before = magnitudes.max;
  if (allocation.currentMagnitude === 0n) return { before, after: before };

  const slashed = mulWadUp(allocation.currentMagnitude, wad);
  const after = before - slashed;
  const currentMagnitude = allocation.currentMagnitude - slashed;
  let { pendingDiff } = allocation;
  if (pendingDiff < 0n) {
    pendingDiff += mulWadUp(-pendingDiff, wad);
    emitUpdated(core, operator, key, strategy, currentMagnitude + pendingDiff, allocation.effectBlock);
  }
  write(core, operator, key, strategy, {
    allocation: { ...allocation, currentMagnitude, pendingDiff },
    magnitudes: {
      ...magnitudes,
      max: after,
      encumbered: magnitudes.encumbered - slashed,
      history: push(magnitudes.history, core.block.number, after),
    },
  });
  emitUpdated(core, operator, key, strategy, currentMagnitude, core.block.number);
  emit(core, here(core), "MaxMagnitudeUpdated", { operator, strategy, maxMagnitude: after });
  return { before, after };
}
