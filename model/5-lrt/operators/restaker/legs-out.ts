import { type Address, attempt, emit, keyOf, ZERO_ADDRESS } from "../../../shared/machine.ts";
import { check } from "../../../shared/revert.ts";
import type { Table } from "../../../shared/table.ts";
import { max, min, mulDivDown } from "../../../shared/uint.ts";
import { excessOf, exitDemand, exitsFor, exitsWithin, maxLossOf, staysIn, unwindable } from "./allocations.ts";
import type { Withdrawal } from "./neighbours.ts";
import { isEligible, roomUnderCaps } from "./operator-rules.ts";
import { reserveOf, type Restaker } from "./restaker.ts";
import { ownPlaces, queuedOf, slotAt } from "./slots.ts";
import { checkKnown, isNative, isRetiring, reserveFor, worthOf } from "./strategy-list.ts";
import * as core from "./told-core.ts";
import * as reserves from "./told-reserves.ts";
import * as delegators from "./told-slots.ts";
import { move, tellVault, vaultOf } from "./told-vault.ts";

/**
 * Legs out of restaking: for closed batches a slot gives its need, and whatever exits ask for, what is too much of it. Each
 * has its own pace for a slot and strategy, and trims take half of the places in the queue only (OPS-10, OPS-12).
 */

const NO_LIMIT = (1n << 256n) - 1n;

// --- for closed batches -----------------------------------------------------------------------------------------------

/** @returns the withdrawal, and what it is worth */
export function unwind(m: Restaker, _sender: Address, slot: bigint, strategy: Address): [root: string, assets: bigint] {
  const { delegator } = slotAt(m, slot);
  checkStrategy(m, strategy);
  m.state.unwoundAt = paced(m, m.state.unwoundAt, slot, strategy, ownPlaces(m));
  const needed = unwindable(m, slot, strategy);
  check(needed > 0n, "NothingToUnwind", needed);
  return queue(m, slot, delegator, strategy, max(needed, m.state.limits.minLegAssets));
}

export function exitValidators(
  m: Restaker,
  sender: Address,
  value: bigint,
  slot: bigint,
  pubkeys: readonly string[],
): void {
  askToExit(m, sender, value, slot, pubkeys, exitsFor(m, slot, pubkeys));
}

// --- of what is too much ----------------------------------------------------------------------------------------------

/** The same, of what is too much; of native stake, what lies in the pod, out of work. */
export function trim(m: Restaker, _sender: Address, slot: bigint, strategy: Address): [root: string, assets: bigint] {
  const { delegator } = slotAt(m, slot);
  checkStrategy(m, strategy);
  m.state.trimmedAt = paced(m, m.state.trimmedAt, slot, strategy, ownPlaces(m) / 2n);
  const excess = isNative(m, strategy) ? NO_LIMIT : excessOf(m, slot, strategy);
  check(excess > 0n, "NothingToTrim", slot, strategy);
  return queue(m, slot, delegator, strategy, excess);
}

export function trimValidators(
  m: Restaker,
  sender: Address,
  value: bigint,
  slot: bigint,
  pubkeys: readonly string[],
): void {
  const excess = excessOf(m, slot, m.state.config.beaconChainEth);
  askToExit(m, sender, value, slot, pubkeys, exitsWithin(m, slot, pubkeys, excess));
}

function askToExit(
  m: Restaker,
  sender: Address,
  value: bigint,
  slot: bigint,
  pubkeys: readonly string[],
  most: bigint,
): void {
  check(pubkeys.length <= most, "TooManyValidators", pubkeys.length, most);
  delegators.exitValidators(m, slotAt(m, slot).delegator, value, pubkeys, sender);
  for (const pubkey of pubkeys) emit(m, m.state.config.restaker, "ValidatorExitRequested", { slot, pubkey });
}

// --- both -------------------------------------------------------------------------------------------------------------

function checkStrategy(m: Restaker, strategy: Address): void {
  if (!isNative(m, strategy)) checkKnown(m, strategy);
}

/** One withdrawal a slot, strategy and interval, while there are places in the queue. */
function paced(m: Restaker, last: Table<bigint>, slot: bigint, strategy: Address, places: bigint): Table<bigint> {
  const key = keyOf(String(slot), strategy);
  const next = (last.get(key) ?? 0n) + m.state.limits.unwindIntervalSeconds;
  check(m.block.timestamp >= next, "UnwoundTooRecently", next);
  check(queuedOf(m, slotAt(m, slot).delegator) < places, "TooManyQueued", places);
  return last.set(key, m.block.timestamp);
}

/** Queues up to so much of a strategy, at least a leg, or all of it. */
function queue(
  m: Restaker,
  slot: bigint,
  delegator: Address,
  strategy: Address,
  most: bigint,
): [root: string, assets: bigint] {
  const { deposits, assets: all } = delegators.restaked(m, delegator, strategy);
  const assets = min(most, isNative(m, strategy) ? nativeThatCanLeave(m, delegator, all) : all);
  const { minLegAssets } = m.state.limits;
  const everything = assets === all && deposits > 0n;
  check(everything || (assets >= minLegAssets && assets > 0n), "LegTooSmall", assets, minLegAssets);
  const shares = everything ? deposits : mulDivDown(deposits, assets, all);
  let root = "";
  const work = (): void => {
    root = core.queue(m, delegator, core.delegatedTo(m, delegator), [strategy], [shares]);
  };
  move(m, delegator, delegator, work, () => maxLossOf(m, [strategy]));
  emit(m, m.state.config.restaker, "UnwindStarted", { slot, strategy, root, assets });
  return [root, assets];
}

/** What lies in the pod, and no more than the operator's shares, which the core's rounding can have left some wei short. */
function nativeThatCanLeave(m: Restaker, delegator: Address, all: bigint): bigint {
  const operator = core.delegatedTo(m, delegator);
  const free = min(delegators.freePodAssets(m, delegator), all);
  return operator === ZERO_ADDRESS ? free : min(free, core.operatorSharesOf(m, operator));
}

/** OPS-14: a completion depends on nothing but the core. */
export function complete(m: Restaker, _sender: Address, slot: bigint, withdrawal: Withdrawal): void {
  const { delegator } = slotAt(m, slot);
  const { strategies, nonce } = withdrawal;
  const root = core.rootOf(nonce);
  const [strategy] = strategies;
  const alone = strategies.length === 1 ? strategy : undefined;
  let asTokens: boolean;
  if (alone !== undefined && !isNative(m, alone)) {
    asTokens = completeLst(m, slot, delegator, withdrawal, alone);
  } else {
    asTokens = alone !== undefined && isInPod(m, delegator, root);
    if (asTokens) completeEther(m, delegator, withdrawal);
    else completeAsShares(m, delegator, withdrawal);
  }
  emit(m, m.state.config.restaker, "WithdrawalCompleted", { slot, root, asTokens });
}

function completeAsShares(m: Restaker, delegator: Address, withdrawal: Withdrawal): void {
  const work = () => give(m, delegator, withdrawal, false);
  move(m, delegator, delegator, work, () => maxLossOf(m, withdrawal.strategies));
}

function completeEther(m: Restaker, delegator: Address, withdrawal: Withdrawal): void {
  const { vault, beaconChainEth } = m.state.config;
  const work = () => give(m, delegator, withdrawal, true);
  move(m, delegator, vault, work, () => maxLossOf(m, [beaconChainEth]));
}

/** @returns whether it came as tokens: it stays where it may, unless the core refuses */
function completeLst(
  m: Restaker,
  slot: bigint,
  delegator: Address,
  withdrawal: Withdrawal,
  strategy: Address,
): boolean {
  checkKnown(m, strategy);
  const reserve = reserveOf(m, strategy);
  // what counts nothing in the slot goes home, to be counted when it can be read again
  const inDoubt = delegators.isInDoubt(m, delegator, strategy);
  let asTokens = inDoubt || !mayStay(m, slot, delegator, withdrawal, strategy);
  const work = (): void => {
    asTokens ||= attempt(m, () => give(m, delegator, withdrawal, false)) !== undefined;
    if (asTokens) reserves.receiveLst(m, reserve, give(m, delegator, withdrawal, true));
  };
  move(m, delegator, inDoubt ? delegator : reserve, work, () => maxLossOf(m, [strategy]));
  return asTokens;
}

const give = (m: Restaker, delegator: Address, withdrawal: Withdrawal, asTokens: boolean): bigint =>
  delegators.complete(m, delegator, withdrawal, asTokens, (assets) => takeBack(m, delegator, assets));

/** OPS-13: whether stake that left an operator goes to the slot's next one without leaving the core. */
function mayStay(
  m: Restaker,
  slot: bigint,
  delegator: Address,
  { delegatedTo, nonce }: Withdrawal,
  strategy: Address,
): boolean {
  const operator = core.delegatedTo(m, delegator);
  if (operator === ZERO_ADDRESS || operator === delegatedTo || isRetiring(m, strategy)) return false;
  if (!isEligible(m, operator)) return false;
  const [shares = 0n] = core.queuedShares(m, core.rootOf(nonce));
  if (shares === 0n) return false;
  const { assets } = worthOf(m, strategy, shares);
  return staysIn(m, slot, assets) && assets <= roomUnderCaps(m, slot, strategy)[0];
}

/** A native withdrawal whose ETH is not in the pod comes back as shares. */
function isInPod(m: Restaker, delegator: Address, root: string): boolean {
  const shares = core.queuedShares(m, root);
  return shares.length === 1 && (shares[0] as bigint) <= delegators.inPod(m, delegator);
}

function takeBack(m: Restaker, from: Address, assets: bigint): void {
  tellVault(m, { idle: vaultOf(m).idle + assets });
  emit(m, m.state.config.vault, "IdleReturned", { from, assets });
}

// --- an LST's own exit ------------------------------------------------------------------------------------------------

/** @returns what of the idle LST goes into its exit queue: what exits need, at least a leg; of a retired one, all */
export function requestLstExit(m: Restaker, _sender: Address, lst: Address): bigint {
  const reserve = reserveFor(m, lst);
  const { idleLst: idle, isRetiring: isAll } = reserves.toldReserve(m, reserve);
  const idleAssets = reserves.toAssetsDown(m, reserve, idle);
  const demand = isAll ? idleAssets : exitDemand(m);
  const assets = min(idleAssets, max(demand, m.state.limits.minLegAssets));
  check(demand > 0n && assets > 0n, "NothingToUnwind", demand);
  // rounding leaves no demand behind
  const amount = assets === idleAssets ? idle : min(idle, reserves.toLstDown(m, reserve, assets) + 1n);
  const work = () => reserves.requestExit(m, reserve, amount);
  move(m, reserve, reserve, work, () => maxLossOf(m, [m.state.config.beaconChainEth]));
  return assets;
}

/** @returns what the LST's exit queue has paid */
export function claimLstExit(m: Restaker, _sender: Address, lst: Address, exitId: bigint): bigint {
  const { vault, beaconChainEth } = m.state.config;
  const reserve = reserveFor(m, lst);
  let assets = 0n;
  const work = (): void => {
    assets = reserves.claimExit(m, reserve, exitId, (wei) => takeBack(m, reserve, wei));
  };
  move(m, reserve, vault, work, () => maxLossOf(m, [beaconChainEth]));
  return assets;
}
