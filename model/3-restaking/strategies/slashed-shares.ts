import { type Address, keyOf } from "../../shared/machine.ts";
import { append, removed } from "../../shared/placed-list.ts";
import { getRedistributionRecipient } from "../allocation/sets.ts";
import { type Core, emit } from "../core.ts";
import { check } from "../errors.ts";
import { decode, type SetKey, setKey } from "../libraries/operator-set-lib.ts";
import type { OperatorSet } from "../types.ts";
import { onlyDelegationManager } from "./portfolios.ts";
import type { StrategyShares } from "./state.ts";
import { underlyingToken, withdraw } from "./strategy-base.ts";

/**
 * What slashes took, until somebody clears it. Every slash has an entry a strategy, also for nothing: shares that
 * belong to nobody and earn with the strategy. Clearing redeems them at the rate of that moment, for the set's recipient
 * or the burn address.
 */

const slashKey = (key: SetKey, slashId: bigint): string => keyOf(key, String(slashId));

const slashOf = ({ state }: Core, set: OperatorSet, slashId: bigint): readonly StrategyShares[] =>
  state.slashes.get(slashKey(setKey(set), slashId)) ?? [];

export function increaseBurnOrRedistributableShares(
  core: Core,
  sender: Address,
  operatorSet: OperatorSet,
  slashId: bigint,
  strategy: Address,
  shares: bigint,
): void {
  onlyDelegationManager(core, sender);
  const { state } = core;
  const slash = slashOf(core, operatorSet, slashId);
  check(!slash.some((entry) => entry.strategy === strategy), "StrategyAlreadyInSlash");
  const key = setKey(operatorSet);
  if (slash.length === 0) {
    const ids = state.pendingSlashIds.get(key) ?? [];
    if (ids.length === 0) state.pendingSets = append(state.pendingSets, key);
    state.pendingSlashIds = state.pendingSlashIds.set(key, append(ids, slashId));
  }
  state.slashes = state.slashes.set(slashKey(key, slashId), append(slash, { strategy, shares }));
  emit(core, here(core), "BurnOrRedistributableSharesIncreased", { operatorSet, slashId, strategy, shares });
}

/** @returns tokens paid, by strategy; nothing for an unknown slash */
export function clearBurnOrRedistributableShares(
  core: Core,
  _sender: Address,
  operatorSet: OperatorSet,
  slashId: bigint,
): readonly bigint[] {
  const slash = slashOf(core, operatorSet, slashId);
  if (slash.length === 0) return [];
  forget(core, operatorSet, slashId);
  return slash.map((entry) => pay(core, operatorSet, slashId, entry));
}

/** @returns tokens paid; 0 for an unknown slash or strategy */
export function clearBurnOrRedistributableSharesByStrategy(
  core: Core,
  _sender: Address,
  operatorSet: OperatorSet,
  slashId: bigint,
  strategy: Address,
): bigint {
  const slash = slashOf(core, operatorSet, slashId);
  const entry = slash.find((one) => one.strategy === strategy);
  if (entry === undefined) return 0n;
  const { state } = core;
  if (slash.length === 1) forget(core, operatorSet, slashId);
  else state.slashes = state.slashes.set(slashKey(setKey(operatorSet), slashId), removed(slash, entry));
  return pay(core, operatorSet, slashId, entry);
}

export function getBurnOrRedistributableShares(
  core: Core,
  operatorSet: OperatorSet,
  slashId: bigint,
): [readonly Address[], readonly bigint[]] {
  const slash = slashOf(core, operatorSet, slashId);
  return [slash.map(({ strategy }) => strategy), slash.map(({ shares }) => shares)];
}

export const getBurnOrRedistributableSharesOf = (
  core: Core,
  operatorSet: OperatorSet,
  slashId: bigint,
  strategy: Address,
): bigint => slashOf(core, operatorSet, slashId).find((entry) => entry.strategy === strategy)?.shares ?? 0n;

export const getBurnOrRedistributableCount = (core: Core, operatorSet: OperatorSet, slashId: bigint): bigint =>
  BigInt(slashOf(core, operatorSet, slashId).length);

export const getPendingOperatorSets = ({ state }: Core): readonly OperatorSet[] => state.pendingSets.map(decode);

export const getPendingSlashIds = ({ state }: Core, operatorSet: OperatorSet): readonly bigint[] =>
  state.pendingSlashIds.get(setKey(operatorSet)) ?? [];

const here = ({ state }: Core): Address => state.config.at.StrategyManager;

/** A slash that took nothing pays nothing and says nothing. */
function pay(core: Core, operatorSet: OperatorSet, slashId: bigint, { strategy, shares }: StrategyShares): bigint {
  if (shares === 0n) return 0n;
  const recipient = getRedistributionRecipient(core, operatorSet);
  const amount = withdraw(core, here(core), strategy, recipient, underlyingToken(core, strategy), shares);
  emit(core, here(core), "BurnOrRedistributableSharesDecreased", { operatorSet, slashId, strategy, shares });
  return amount;
}

function forget({ state }: Core, operatorSet: OperatorSet, slashId: bigint): void {
  const key = setKey(operatorSet);
  const ids = removed(state.pendingSlashIds.get(key) ?? [], slashId);
  state.slashes = state.slashes.delete(slashKey(key, slashId));
  state.pendingSlashIds = state.pendingSlashIds.set(key, ids);
  if (ids.length === 0) state.pendingSets = removed(state.pendingSets, key);
}
