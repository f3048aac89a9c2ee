import { slashOperator } from "../../3-restaking/allocation/slashing.ts";
import { getStrategiesInOperatorSet } from "../../3-restaking/allocation/sets.ts";
import { type Address, emit, type Hash, keyOf, ZERO_ADDRESS } from "../../shared/machine.ts";
import { append, removed } from "../../shared/placed-list.ts";
import { check } from "../../shared/revert.ts";
import { min, saturatingSub } from "../../shared/uint.ts";
import { SECONDS_PER_BLOCK } from "../service-terms.ts";
import { type Avs, found } from "../state.ts";
import type { SlasherTerms, VetoTerms } from "./state.ts";

/**
 * What every slasher does: take requests of its prover alone, keep the limit, slash in the core in every strategy of the
 * set, tell the observers. In any window what is slashed of one operator in one set adds up to the limit at most, and a
 * request for more than is left is refused whole. A slash that takes nothing is none.
 */

const MAX_OBSERVERS = 10n;
const WAD = 10n ** 18n;
const YEAR = 365n * 86_400n;
const MINUTE = 60n;

/** A slasher comes into being. */
export function deploySlasher(avs: Avs, at: Address, terms: SlasherTerms): void {
  check(terms.owner !== ZERO_ADDRESS, "OwnableInvalidOwner", terms.owner);
  const { limitWad, limitWindowSeconds: window, veto } = terms;
  const isLimit = limitWad > 0n && limitWad <= WAD && window > 0n && window <= YEAR;
  check(isLimit, "InvalidLimit", limitWad, window);
  if (veto !== undefined) checkWindows(avs, veto);
  avs.state.slashers = avs.state.slashers.set(at, terms);
}

/** A minute each at least, and together no longer than stake stays slashable. */
function checkWindows(avs: Avs, { vetoWindowSeconds: veto, executionWindowSeconds: execution }: VetoTerms): void {
  const most = avs.state.config.deallocationDelayBlocks * SECONDS_PER_BLOCK;
  const fits = min(veto, execution) >= MINUTE && veto + execution <= most;
  check(fits, "InvalidWindows", veto, execution, most);
}

export const observers = ({ state }: Avs, slasher: Address): readonly Address[] => state.observers.get(slasher) ?? [];

export function addObserver(avs: Avs, sender: Address, slasher: Address, observer: Address): void {
  onlyOwner(avs, sender, slasher);
  const list = observers(avs, slasher);
  check(BigInt(list.length) < MAX_OBSERVERS, "TooManyObservers", MAX_OBSERVERS);
  check(!list.includes(observer), "AlreadyObserver", observer);
  avs.state.observers = avs.state.observers.set(slasher, append(list, observer));
  emit(avs, slasher, "ObserverAdded", { observer });
}

export function removeObserver(avs: Avs, sender: Address, slasher: Address, observer: Address): void {
  onlyOwner(avs, sender, slasher);
  const list = observers(avs, slasher);
  check(list.includes(observer), "NotObserver", observer);
  avs.state.observers = avs.state.observers.set(slasher, removed(list, observer));
  emit(avs, slasher, "ObserverRemoved", { observer });
}

export const slashableNowWad = (avs: Avs, slasher: Address, operator: Address, id: bigint): bigint =>
  limitLeftAt(avs, slasher, operator, id, avs.block.timestamp);

/** What the limit leaves of an operator at a time, if nothing more of it is slashed until then. */
export function limitLeftAt(avs: Avs, slasher: Address, operator: Address, id: bigint, timestamp: bigint): bigint {
  const { limitWad, limitWindowSeconds } = found(avs.state.slashers, slasher);
  const since = saturatingSub(timestamp, limitWindowSeconds);
  const counts = (avs.state.slashed.get(limitKey(slasher, operator, id)) ?? []).filter(({ at }) => at > since);
  return limitWad - counts.reduce((sum, { wad }) => sum + wad, 0n);
}

export function onlyProver(avs: Avs, sender: Address, slasher: Address): void {
  check(sender === found(avs.state.slashers, slasher).prover, "OnlyProver", sender);
}

/** @returns the core's number of the slash */
export function slash(
  avs: Avs,
  slasher: Address,
  operator: Address,
  id: bigint,
  wad: bigint,
  faultId: Hash,
  description: string,
): bigint {
  const available = slashableNowWad(avs, slasher, operator, id);
  check(wad <= available, "SlashLimitExceeded", operator, id, wad, available);
  const key = limitKey(slasher, operator, id);
  const before = avs.state.slashed.get(key) ?? [];
  if (wad > 0n) avs.state.slashed = avs.state.slashed.set(key, [...before, { at: avs.block.timestamp, wad }]);

  const { avs: service } = found(avs.state.slashers, slasher);
  const strategies = [...getStrategiesInOperatorSet(avs, { avs: service, id })].sort();
  const [slashId, taken] = slashOperator(avs, slasher, service, {
    operator,
    operatorSetId: id,
    strategies,
    wadsToSlash: strategies.map(() => wad),
    description,
  });
  check(
    taken.some((shares) => shares > 0n),
    "NothingAtStake",
    operator,
    id,
  );
  emit(avs, slasher, "SlashExecuted", { faultId, operator, operatorSetId: id, slashId, wad });
  tell(avs, slasher, id, slashId);
  return slashId;
}

/** Tells every observer; one that refuses stops nothing. An announcement has no number: 0. */
export function tell(avs: Avs, slasher: Address, operatorSetId: bigint, slashId: bigint): void {
  for (const observer of observers(avs, slasher))
    if (avs.state.refusing.has(observer)) emit(avs, slasher, "ObserverFailed", { observer, operatorSetId, slashId });
}

function onlyOwner(avs: Avs, sender: Address, slasher: Address): void {
  check(sender === found(avs.state.slashers, slasher).owner, "OwnableUnauthorizedAccount", sender);
}

const limitKey = (slasher: Address, operator: Address, id: bigint): string => keyOf(slasher, String(id), operator);
