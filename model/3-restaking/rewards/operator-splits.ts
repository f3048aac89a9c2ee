import { type Address, keyOf } from "../../shared/machine.ts";
import type { Table } from "../../shared/table.ts";
import { add } from "../../shared/uint.ts";
import { isOperatorSet } from "../allocation/sets.ts";
import { type Core, emit } from "../core.ts";
import { check } from "../errors.ts";
import { setKey } from "../libraries/operator-set-lib.ts";
import { requireNotPaused } from "../permissions/pausable.ts";
import { checkCanCall } from "../permissions/permission-controller.ts";
import type { OperatorSet } from "../types.ts";
import { here, ONE_HUNDRED_IN_BIPS } from "./settings.ts";
import type { Split } from "./state.ts";

/**
 * What operators keep of rewards: of a service's, of programmatic incentives, of a set's. A new split counts after the
 * activation delay, and until then no other can be set.
 */

const PAUSED_OPERATOR_AVS_SPLIT = 6n;
const PAUSED_OPERATOR_PI_SPLIT = 7n;
const PAUSED_OPERATOR_SET_SPLIT = 8n;
const UINT32 = 32n;

export function setOperatorAVSSplit(core: Core, sender: Address, operator: Address, avs: Address, split: bigint): void {
  requireNotPaused(core, here(core), PAUSED_OPERATOR_AVS_SPLIT);
  checkCanCall(core, sender, operator, "RewardsCoordinator", "setOperatorAVSSplit");
  const change = changed(core, core.state.avsSplits, keyOf(operator, avs), split);
  core.state.avsSplits = change.splits;
  emit(core, here(core), "OperatorAVSSplitBipsSet", {
    caller: sender,
    operator,
    avs,
    activatedAt: change.activatedAt,
    oldOperatorAVSSplitBips: change.oldBips,
    newOperatorAVSSplitBips: split,
  });
}

export function setOperatorPISplit(core: Core, sender: Address, operator: Address, split: bigint): void {
  requireNotPaused(core, here(core), PAUSED_OPERATOR_PI_SPLIT);
  checkCanCall(core, sender, operator, "RewardsCoordinator", "setOperatorPISplit");
  const change = changed(core, core.state.piSplits, operator, split);
  core.state.piSplits = change.splits;
  emit(core, here(core), "OperatorPISplitBipsSet", {
    caller: sender,
    operator,
    activatedAt: change.activatedAt,
    oldOperatorPISplitBips: change.oldBips,
    newOperatorPISplitBips: split,
  });
}

export function setOperatorSetSplit(
  core: Core,
  sender: Address,
  operator: Address,
  operatorSet: OperatorSet,
  split: bigint,
): void {
  requireNotPaused(core, here(core), PAUSED_OPERATOR_SET_SPLIT);
  checkCanCall(core, sender, operator, "RewardsCoordinator", "setOperatorSetSplit");
  check(isOperatorSet(core, operatorSet), "InvalidOperatorSet");
  const change = changed(core, core.state.setSplits, keyOf(operator, setKey(operatorSet)), split);
  core.state.setSplits = change.splits;
  emit(core, here(core), "OperatorSetSplitBipsSet", {
    caller: sender,
    operator,
    operatorSet,
    activatedAt: change.activatedAt,
    oldOperatorSetSplitBips: change.oldBips,
    newOperatorSetSplitBips: split,
  });
}

export const getOperatorAVSSplit = (core: Core, operator: Address, avs: Address): bigint =>
  active(core, core.state.avsSplits.get(keyOf(operator, avs)));

export const getOperatorPISplit = (core: Core, operator: Address): bigint =>
  active(core, core.state.piSplits.get(operator));

export const getOperatorSetSplit = (core: Core, operator: Address, operatorSet: OperatorSet): bigint =>
  active(core, core.state.setSplits.get(keyOf(operator, setKey(operatorSet))));

interface Change {
  readonly splits: Table<Split>;
  readonly oldBips: bigint;
  readonly activatedAt: bigint;
}

function changed(core: Core, splits: Table<Split>, key: string, split: bigint): Change {
  check(split <= ONE_HUNDRED_IN_BIPS, "SplitExceedsMax");
  const { state, block } = core;
  const current = splits.get(key);
  check(current === undefined || block.timestamp > current.activatedAt, "PreviousSplitPending");
  const activatedAt = add(block.timestamp, state.activationDelay, UINT32);
  const next = { previousBips: current?.nextBips, nextBips: split, activatedAt };
  return { splits: splits.set(key, next), oldBips: active(core, current), activatedAt };
}

function active({ state, block }: Core, split: Split | undefined): bigint {
  const bips = split === undefined || block.timestamp >= split.activatedAt ? split?.nextBips : split.previousBips;
  return bips ?? state.defaultOperatorSplitBips;
}
