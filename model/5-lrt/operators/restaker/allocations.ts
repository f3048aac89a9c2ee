import { type Address, attempt, ZERO_ADDRESS } from "../../../shared/machine.ts";
import { check } from "../../../shared/revert.ts";
import { max, min, saturatingSub } from "../../../shared/uint.ts";
import * as policy from "./allocation-policy.ts";
import { excessOverCaps, isEligible, isPodEligible } from "./operator-rules.ts";
import { reserveOf, type Restaker } from "./restaker.ts";
import { slotAt } from "./slots.ts";
import { isNative, isRetiring, worthOf } from "./strategy-list.ts";
import { delegatedTo } from "./told-core.ts";
import { exitingAssets, isReserve, worthAt } from "./told-places.ts";
import { idleLstOf, isExitable, sharesToUnderlying, toAssetsDown, underlyingToShares } from "./told-reserves.ts";
import { canLeave, type Flows, flowsOf, holds, NO_FLOWS, restakedGwei, slotValue } from "./told-slots.ts";
import { recordOf, sharesToAssetsDown, surplusIdle, vaultOf } from "./told-vault.ts";

/**
 * How much may move. Of other components, what cannot be read brings nothing, gives nothing and has no room (OPS-30); an LST
 * whose own exits are stopped counts for exits as if it were not there (OPS-43); a vault that is wound up wants everything
 * out (VLT-44).
 */

/** What a leg may lose to the core's rounding: a gwei, or so many shares if they are worth more (OPS-41). */
const LEG_LOSS = 10n ** 9n;
const LOSS_SHARES = 4n;
const NO_LIMIT = (1n << 256n) - 1n;

// --- for exits --------------------------------------------------------------------------------------------------------

/** What closed batches are worth; all that there is, once the vault is wound up. */
export function neededAssets(m: Restaker): bigint {
  const { isWoundUp, closedShares, idle, components } = vaultOf(m);
  if (!isWoundUp) return sharesToAssetsDown(m, closedShares);
  return components.reduce((sum, component) => sum + orNothing(m, () => worthAt(m, component)), idle);
}

/** Of it, what is neither idle nor on its way to be. */
export const exitDemand = (m: Restaker): bigint => saturatingSub(neededAssets(m), coming(m));

export const needFrom = (m: Restaker, slot: bigint): bigint => needOf(m, slot, policy.needFrom);

/** What may be queued of a strategy for exits; of native stake all that is needed, for what lies in a pod is out of work. */
export function unwindable(m: Restaker, slot: bigint, strategy: Address): bigint {
  const reserve = reserveOf(m, strategy);
  if (reserve === ZERO_ADDRESS) return neededAssets(m);
  return isExitable(m, reserve) ? needFrom(m, slot) : 0n;
}

/** Validators of 32 ETH that may be asked to leave for closed batches; every one, once the vault is wound up (VLT-72). */
export function validatorsNeeded(m: Restaker, slot: bigint): bigint {
  if (vaultOf(m).isWoundUp) return NO_LIMIT;
  const { need, unserved } = needOf(m, slot, policy.nativeNeed);
  return policy.validatorsFor(need, unserved);
}

/** The same of these, by what each brings (OPS-46). */
export function exitsFor(m: Restaker, slot: bigint, pubkeys: readonly string[]): bigint {
  if (vaultOf(m).isWoundUp) return BigInt(pubkeys.length);
  const { need, unserved } = needOf(m, slot, policy.nativeNeed);
  return policy.exitsFor(weightsOf(m, slot, pubkeys), need, unserved);
}

export const exitsWithin = (m: Restaker, slot: bigint, pubkeys: readonly string[], assets: bigint): bigint =>
  policy.exitsWithin(weightsOf(m, slot, pubkeys), assets);

const weightsOf = (m: Restaker, slot: bigint, pubkeys: readonly string[]): bigint[] => {
  const { delegator } = slotAt(m, slot);
  return pubkeys.map((pubkey) => policy.weightOf(restakedGwei(m, delegator, pubkey)));
};

/** What stays in slots and can be had, and what of the needs nothing that is idle or comes by itself serves. */
function needOf<T>(m: Restaker, slot: bigint, of: (all: policy.Snapshot, own: policy.Share) => T): T {
  slotAt(m, slot);
  const { slots } = m.state;
  const flows = slots.map(({ delegator }) => flowsOrNone(m, delegator));
  const shares = slots.map(({ weightBps }, nth): policy.Share => {
    const { tokens, stuck, native } = flows[nth] as Flows;
    return { weightBps, tokens: tokens - stuck, native };
  });
  const others = vaultOf(m).components.filter((one) => slots.every(({ delegator }) => delegator !== one));
  const served =
    vaultOf(m).idle +
    flows.reduce((sum, { exiting }) => sum + exiting, 0n) +
    others.reduce((sum, one) => sum + exitingOrNothing(m, one) + idleForExits(m, one), 0n);
  const all = { slots: shares, demand: saturatingSub(neededAssets(m), served) };
  return of(all, shares[Number(slot)] as policy.Share);
}

// --- of what is too much ----------------------------------------------------------------------------------------------

/** What anyone may take out of a strategy of a slot. */
export function excessOf(m: Restaker, slot: bigint, strategy: Address): bigint {
  if (isRetiring(m, strategy)) return NO_LIMIT;
  const { delegator, capAssets } = slotAt(m, slot);
  const operator = delegatedTo(m, delegator);
  if (operator === ZERO_ADDRESS) return 0n;
  // native stake leaves with its operator and keeps its validators, if the core lets it
  const leavesWhole = isNative(m, strategy) && canLeave(m, delegator);
  if (!isEligible(m, operator) && !leavesWhole) return NO_LIMIT;
  const own = flowsOrNone(m, delegator);
  const aboveCap = saturatingSub(own.tokens + own.native, capAssets);
  const above = max(aboveCap, aboveWeight(m, slot, own, isNative(m, strategy)));
  // tokens go first
  const ofIt = isNative(m, strategy) ? min(saturatingSub(above, own.tokens), own.native) : above;
  return max(ofIt, excessOverCaps(m, slot, strategy));
}

/** Targets are shares of all that there is, for a request that can be cancelled must not move them (OPS-12). */
function aboveWeight(m: Restaker, slot: bigint, own: Flows, native: boolean): bigint {
  const { slots, limits } = m.state;
  const { recognised, lockedProfit, feesOwed, idle, closedShares, openShares, components } = vaultOf(m);
  const all = recognised + lockedProfit + feesOwed;
  const targets = slots.map(({ weightBps, capAssets }) => policy.targetOf(all, weightBps, capAssets));
  const target = targets[Number(slot)] as bigint;
  const above = policy.aboveTarget(own.tokens + own.native, target, limits.trimToleranceBps);
  if (above === 0n) return 0n;
  const ownAt = slotAt(m, slot).delegator;
  const comes = components.reduce((sum, one) => sum + (one === ownAt ? 0n : exitingOrNothing(m, one)), 0n);
  const room = slots.reduce((sum, { delegator }, nth) => {
    // a validator makes room for validators alone
    if (nth === Number(slot) || (native && !isPodEligible(m, delegator))) return sum;
    return sum + roomFor(m, delegator, targets[nth] as bigint);
  }, 0n);
  const leaving = sharesToAssetsDown(m, closedShares + openShares) + feesOwed;
  return policy.trimmable(above, room, comes + idle + own.exiting + idleLstAssets(m), leaving);
}

/** What another slot may take: what its target exceeds what the books have of it by, without what is on its way out. */
function roomFor(m: Restaker, delegator: Address, target: bigint): bigint {
  const operator = delegatedTo(m, delegator);
  if (operator === ZERO_ADDRESS || !isEligible(m, operator)) return 0n;
  let room = 0n;
  attempt(m, () => {
    const stays = saturatingSub(booked(m, delegator), exitingAssets(m, delegator));
    room = saturatingSub(target, stays);
  });
  return room;
}

// --- in ---------------------------------------------------------------------------------------------------------------

/** What a leg into a slot may move at most. */
export function roomOf(m: Restaker, slot: bigint): bigint {
  if (vaultOf(m).isWoundUp) return 0n;
  const { held, target } = present(m, slot);
  return saturatingSub(target, held);
}

/** Whether what a slot has in the queue may become its stake again (OPS-13). */
export function staysIn(m: Restaker, slot: bigint, assets: bigint): boolean {
  if (neededAssets(m) > saturatingSub(coming(m), assets)) return false;
  const { held, target, capAssets } = present(m, slot);
  return held <= capAssets && policy.aboveTarget(held, target, m.state.limits.trimToleranceBps) === 0n;
}

/** The slot as it is, the others by the books. */
function present(
  m: Restaker,
  slot: bigint,
): { readonly held: bigint; readonly target: bigint; readonly capAssets: bigint } {
  const { delegator, weightBps, capAssets } = slotAt(m, slot);
  const held = slotValue(m, delegator);
  const others = m.state.slots.filter((_, nth) => nth !== Number(slot));
  const all = others.reduce((sum, other) => sum + booked(m, other.delegator), surplusIdle(m) + idleLstAssets(m) + held);
  return { held, target: policy.targetOf(all, weightBps, capAssets), capAssets };
}

/** A record below zero counts as nothing until the next sync. */
const booked = (m: Restaker, component: Address): bigint => max(0n, recordOf(m, component));

/** A delegator that holds or has queued any shares of a strategy, worth something or not; zero when none does. */
export const holderOf = (m: Restaker, strategy: Address): Address =>
  m.state.slots.find(({ delegator }) => holds(m, delegator, strategy))?.delegator ?? ZERO_ADDRESS;

// --- the core's rounding ------------------------------------------------------------------------------------------------

/** Most that a leg of these strategies may lose to it. */
export const maxLossOf = (m: Restaker, strategies: readonly Address[]): bigint =>
  strategies.reduce((sum, strategy) => {
    const listed = reserveOf(m, strategy) !== ZERO_ADDRESS;
    return sum + max(LEG_LOSS, listed ? orNothing(m, () => worthOf(m, strategy, LOSS_SHARES).assets) : 0n);
  }, 0n);

/** What of an amount of LST buys whole shares of a strategy, and its worth. */
export function inWholeShares(
  m: Restaker,
  strategy: Address,
  amount: bigint,
  assets: bigint,
): [amount: bigint, assets: bigint] {
  const shares = underlyingToShares(m, strategy, amount);
  const price = sharesToUnderlying(m, strategy, max(1n, shares)) + 1n;
  const reserve = reserveOf(m, strategy);
  if (shares === 0n) check(false, "LegTooSmall", assets, toAssetsDown(m, reserve, price));
  return price < amount ? [price, toAssetsDown(m, reserve, price)] : [amount, assets];
}

// --- what is read -------------------------------------------------------------------------------------------------------

/** Idle ETH and all that is on its way to be. */
const coming = (m: Restaker): bigint =>
  vaultOf(m).components.reduce((sum, component) => sum + exitingOrNothing(m, component), vaultOf(m).idle);

/** Of all LSTs that have a strategy, each once. */
function idleLstAssets(m: Restaker): bigint {
  const reserves = new Set(m.state.strategies.slice(1).map((strategy) => reserveOf(m, strategy)));
  return [...reserves].reduce((sum, reserve) => sum + idleAssetsOf(m, reserve), 0n);
}

/** Idle LST that can leave, with a strategy or without (OPS-45). */
const idleForExits = (m: Restaker, component: Address): bigint =>
  isReserve(m, component) && orNothing(m, () => (isExitable(m, component) ? 1n : 0n)) === 1n
    ? idleAssetsOf(m, component)
    : 0n;

const idleAssetsOf = (m: Restaker, reserve: Address): bigint =>
  orNothing(m, () => toAssetsDown(m, reserve, idleLstOf(m, reserve)));

const exitingOrNothing = (m: Restaker, component: Address): bigint => orNothing(m, () => exitingAssets(m, component));

function flowsOrNone(m: Restaker, delegator: Address): Flows {
  let flows = NO_FLOWS;
  attempt(m, () => {
    flows = flowsOf(m, delegator);
  });
  return flows;
}

function orNothing(m: Restaker, read: () => bigint): bigint {
  let found = 0n;
  attempt(m, () => {
    found = read();
  });
  return found;
}
