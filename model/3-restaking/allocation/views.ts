import { type Address, keyOf } from "../../shared/machine.ts";
import type { Core } from "../core.ts";
import { getOperatorsShares } from "../delegation/views.ts";
import { BURN_ADDRESS } from "../libraries/constants.ts";
import { decode, type SetKey, setKey } from "../libraries/operator-set-lib.ts";
import { divWadDown, mulWadDown } from "../libraries/slashing-lib.ts";
import type { Allocation, OperatorSet } from "../types.ts";
import { isSlashable, membershipOf, operatorOf, settle, settled } from "./ledger.ts";
import { getMaxMagnitude, magnitudesOf } from "./magnitudes.ts";
import type { Magnitudes } from "./state.ts";

/** What can be read about allocations: everything as of this block, whether or not it has been written yet. */

export const getAllocation = (core: Core, operator: Address, operatorSet: OperatorSet, strategy: Address): Allocation =>
  settled(core, operator, setKey(operatorSet), strategy).allocation;

export const getAllocations = (
  core: Core,
  operators: readonly Address[],
  operatorSet: OperatorSet,
  strategy: Address,
): readonly Allocation[] => operators.map((operator) => getAllocation(core, operator, operatorSet, strategy));

/** @returns the operator's sets, and what it allocates to each in the strategy */
export function getStrategyAllocations(
  core: Core,
  operator: Address,
  strategy: Address,
): [readonly OperatorSet[], readonly Allocation[]] {
  const sets = getAllocatedSets(core, operator);
  return [sets, sets.map((set) => getAllocation(core, operator, set, strategy))];
}

export const getAllocatedSets = (core: Core, operator: Address): readonly OperatorSet[] =>
  operatorOf(core, operator).allocatedSets.map(decode);

export const getAllocatedStrategies = (core: Core, operator: Address, operatorSet: OperatorSet): readonly Address[] =>
  membershipOf(core, operator, setKey(operatorSet)).strategies;

export const getEncumberedMagnitude = (core: Core, operator: Address, strategy: Address): bigint =>
  clearedMagnitudes(core, operator, strategy).encumbered;

export function getAllocatableMagnitude(core: Core, operator: Address, strategy: Address): bigint {
  const { max, encumbered } = clearedMagnitudes(core, operator, strategy);
  return max - encumbered;
}

export const getMaxMagnitudes = (core: Core, operator: Address, strategies: readonly Address[]): readonly bigint[] =>
  strategies.map((strategy) => getMaxMagnitude(core, operator, strategy));

export const getMaxMagnitudesOf = (core: Core, operators: readonly Address[], strategy: Address): readonly bigint[] =>
  operators.map((operator) => getMaxMagnitude(core, operator, strategy));

export const getRegisteredSets = (core: Core, operator: Address): readonly OperatorSet[] =>
  operatorOf(core, operator).registeredSets.map(decode);

export const isMemberOfOperatorSet = (core: Core, operator: Address, operatorSet: OperatorSet): boolean =>
  membershipOf(core, operator, setKey(operatorSet)).registered;

export const isOperatorSlashable = (core: Core, operator: Address, operatorSet: OperatorSet): boolean =>
  isSlashable(core, operator, setKey(operatorSet));

export const getMembers = ({ state }: Core, operatorSet: OperatorSet): readonly Address[] =>
  state.sets.get(setKey(operatorSet))?.members ?? [];

export const getMemberCount = (core: Core, operatorSet: OperatorSet): bigint =>
  BigInt(getMembers(core, operatorSet).length);

export const getSlashCount = ({ state }: Core, operatorSet: OperatorSet): bigint =>
  state.sets.get(setKey(operatorSet))?.slashes ?? 0n;

/** What a set could slash at least until a block, in shares, by operator and strategy. */
export function getMinimumSlashableStake(
  core: Core,
  operatorSet: OperatorSet,
  operators: readonly Address[],
  strategies: readonly Address[],
  futureBlock: bigint,
): readonly (readonly bigint[])[] {
  const stake = stakeUntil(core, operatorSet, operators, strategies, futureBlock);
  return stake.map((row, i) =>
    isOperatorSlashable(core, operators[i] as Address, operatorSet) ? row : row.map(() => 0n),
  );
}

/** The same now, of operators that cannot be slashed too. */
export const getAllocatedStake = (
  core: Core,
  operatorSet: OperatorSet,
  operators: readonly Address[],
  strategies: readonly Address[],
): readonly (readonly bigint[])[] => stakeUntil(core, operatorSet, operators, strategies, core.block.number);

export function isOperatorRedistributable(core: Core, operator: Address): boolean {
  const { registeredSets, allocatedSets } = operatorOf(core, operator);
  const redistributes = (key: SetKey) => (core.state.sets.get(key)?.recipient ?? BURN_ADDRESS) !== BURN_ADDRESS;
  return [...registeredSets, ...allocatedSets].some((key) => redistributes(key) && isSlashable(core, operator, key));
}

function stakeUntil(
  core: Core,
  operatorSet: OperatorSet,
  operators: readonly Address[],
  strategies: readonly Address[],
  futureBlock: bigint,
): readonly (readonly bigint[])[] {
  const all = getOperatorsShares(core, operators, strategies);
  return operators.map((operator, i) =>
    strategies.map((strategy, j) =>
      mulWadDown(all[i]?.[j] as bigint, allocatedWad(core, operator, operatorSet, strategy, futureBlock)),
    ),
  );
}

/** The part of the maximum that is allocated, less deallocations that are due by the block. */
function allocatedWad(
  core: Core,
  operator: Address,
  operatorSet: OperatorSet,
  strategy: Address,
  futureBlock: bigint,
): bigint {
  const max = getMaxMagnitude(core, operator, strategy);
  if (max === 0n) return 0n;
  const { currentMagnitude, pendingDiff, effectBlock } = getAllocation(core, operator, operatorSet, strategy);
  const isFreed = pendingDiff < 0n && effectBlock <= futureBlock;
  return divWadDown(isFreed ? currentMagnitude + pendingDiff : currentMagnitude, max);
}

/** Magnitudes less every deallocation that could be cleared now: those in front of the first that is not due. */
function clearedMagnitudes(core: Core, operator: Address, strategy: Address): Magnitudes {
  let magnitudes = magnitudesOf(core, operator, strategy);
  for (const key of magnitudes.deallocations) {
    const stored = core.state.allocations.get(keyOf(operator, key, strategy));
    if (stored !== undefined && core.block.number < stored.effectBlock) break;
    ({ magnitudes } = settle(core, operator, key, strategy, magnitudes));
  }
  return magnitudes;
}
