import { type Address, attempt, emit, keyOf, ZERO_ADDRESS } from "../../../shared/machine.ts";
import { append, removed } from "../../../shared/placed-list.ts";
import { check, type Revert } from "../../../shared/revert.ts";
import { max, min, mulDivDown, mulDivUp, saturatingSub } from "../../../shared/uint.ts";
import type { Restaker } from "./restaker.ts";
import { onlyGovernor } from "./roles.ts";
import { slotAt, slotsOf } from "./slots.ts";
import * as core from "./told-core.ts";
import { restaked } from "./told-slots.ts";
import { recordOf, sync } from "./told-vault.ts";

/**
 * Whom stake may go to, and whom it is with. A cap on a service bounds what the whole vault could lose to it within the way
 * out of the core; slots give by their part in what is above it, and at least a leg at a time (OPS-11).
 */

export const MAX_CAPPED = 2n;
const NO_LIMIT = (1n << 256n) - 1n;

// --- roles ------------------------------------------------------------------------------------------------------------

export function setAvsCap(m: Restaker, sender: Address, avs: Address, capAssets: bigint): void {
  onlyGovernor(m, sender);
  const { state } = m;
  const place = state.caps.findIndex((one) => one.avs === avs);
  check(place !== -1 || state.caps.length < MAX_CAPPED, "TooManyCappedAvss", MAX_CAPPED);
  state.caps = place === -1 ? append(state.caps, { avs, capAssets }) : state.caps.with(place, { avs, capAssets });
  emit(m, state.config.rules, "AvsCapSet", { avs, capAssets });
}

export function dropAvsCap(m: Restaker, sender: Address, avs: Address): void {
  onlyGovernor(m, sender);
  const { state } = m;
  const known = state.caps.find((one) => one.avs === avs);
  check(known !== undefined, "AvsNotCapped", avs);
  state.caps = removed(state.caps, known);
  emit(m, state.config.rules, "AvsCapDropped", { avs });
}

// --- caps on services -------------------------------------------------------------------------------------------------

/** What a leg may bring before a capped service could take more than its cap, and whose cap is the tightest. */
export function roomUnderCaps(m: Restaker, slot: bigint, strategy: Address): [assets: bigint, avs: Address] {
  const { operator } = slotAt(m, slot);
  let [assets, tightest] = [NO_LIMIT, ZERO_ADDRESS];
  for (const { avs, capAssets, reach, maximum } of reaching(m, operator, strategy)) {
    const exposed = core.coreOf(m).losses.get(avs)?.maximum ?? 0n;
    const room = mulDivDown(saturatingSub(capAssets, exposed), maximum, reach);
    if (room < assets) [assets, tightest] = [room, avs];
  }
  return [assets, tightest];
}

/** What must leave a slot's strategy for its part of what capped services could take above their caps. */
export function excessOverCaps(m: Restaker, slot: bigint, strategy: Address): bigint {
  const { operator, delegator } = slotAt(m, slot);
  const { minLegAssets } = m.state.limits;
  return reaching(m, operator, strategy).reduce((most, { avs, capAssets, reach, maximum }) => {
    const staying = core.coreOf(m).losses.get(avs)?.staying ?? 0n;
    const excess = saturatingSub(staying, capAssets);
    if (excess === 0n) return most;
    const own = stayingLossOf(m, delegator, avs, strategy);
    const leastLoss = min(mulDivUp(minLegAssets, reach, maximum), excess);
    const part = max(mulDivUp(excess, own, staying), leastLoss);
    return max(most, mulDivUp(min(part, own), maximum, reach));
  }, 0n);
}

/** Capped services that reach an operator's stake in a strategy, by their list. */
const reaching = (m: Restaker, operator: Address, strategy: Address) =>
  m.state.caps
    .map((cap) => ({
      ...cap,
      reach: core.reachOf(m, operator, cap.avs, strategy),
      maximum: core.magnitudeOf(m, operator, strategy),
    }))
    .filter(({ reach }) => reach > 0n);

/** As the exposure says it here: all that the delegator has in the strategy, if the service reaches its operator at all. */
function stayingLossOf(m: Restaker, delegator: Address, avs: Address, strategy: Address): bigint {
  const isReached = (core.coreOf(m).reaches.get(keyOf(core.delegatedTo(m, delegator), avs)) ?? 0n) > 0n;
  return isReached ? restaked(m, delegator, strategy).assets : 0n;
}

// --- whom it is with --------------------------------------------------------------------------------------------------

/** OPS-70: whom slots are delegated to, and whose slashes reach what slots have in the queue, each once. */
export const operatorsAtRisk = (m: Restaker): readonly Address[] => [
  ...new Set(m.state.slots.flatMap((_, slot) => withWhom(m, BigInt(slot)))),
];

/** The operators that a slot has stake with, held or still slashable in the queue. */
function withWhom(m: Restaker, slot: bigint): Address[] {
  const { delegator } = slotAt(m, slot);
  const current = core.delegatedTo(m, delegator);
  const own = current === ZERO_ADDRESS ? [] : [current];
  // for longer than the queue lasts: all that is queued is the present one's
  if (own.length > 0 && m.block.number > formersUntilBlock(m, slot)) return own;
  return [...own, ...core.rootsOf(m, delegator).flatMap((root) => inReach(m, root))];
}

/** Whose slashes a queued withdrawal still bears: through its last slashable block. */
function inReach(m: Restaker, root: string): Address[] {
  const { startBlock, delegatedTo } = core.withdrawalOf(m, root)!;
  const isOver = m.block.number > startBlock + core.coreOf(m).minWithdrawalDelayBlocks;
  return isOver || delegatedTo === ZERO_ADDRESS ? [] : [delegatedTo];
}

/** OPS-71: syncs every slot that has stake with an operator and anything in the books; one that fails stops no other. */
export function syncOperator(m: Restaker, _sender: Address, operator: Address): void {
  const bits = slotsOf(m, operator);
  const own = m.state.slots
    .map((slot, nth) => ({ ...slot, nth: BigInt(nth) }))
    .filter(({ nth }) => (bits >> nth) % 2n === 1n && withWhom(m, nth).includes(operator));
  check(own.length > 0, "NoSlotOf", operator);
  const reverts = own
    .filter(({ delegator }) => recordOf(m, delegator) > 0n)
    .map(({ delegator }) => attempt(m, () => sync(m, delegator)));
  const failed = reverts.findLast((revert): revert is Revert => revert !== undefined);
  if (failed !== undefined && !reverts.includes(undefined)) throw failed;
}

/** A slash that is told of several times in one transaction is synced once. @param seen magnitudes at the last sync */
export function syncSlashed(m: Restaker, sender: Address, operator: Address, seen = ""): string {
  const magnitudes = m.state.strategies.map((strategy) => core.magnitudeOf(m, operator, strategy)).join();
  if (magnitudes !== seen) syncOperator(m, sender, operator);
  return magnitudes;
}

export const formersUntilBlock = ({ state }: Restaker, slot: bigint): bigint =>
  state.formersUntilBlock.get(String(slot)) ?? 0n;

export const horizonBlocks = (m: Restaker): bigint => core.coreOf(m).minWithdrawalDelayBlocks;

// --- who is fit -------------------------------------------------------------------------------------------------------

/** OPS-07: registered, slower to allocate than the vault is to leave, unslashed enough in everything, and in few sets. */
export function isEligible(m: Restaker, operator: Address): boolean {
  const { strategies, limits } = m.state;
  const { isOperator, hasDelay, delayBlocks, sets, setsBroken } = core.operatorOf(m, operator);
  if (!isOperator || !hasDelay || delayBlocks < horizonBlocks(m) + limits.reactionBlocks) return false;
  const isSlashed = strategies.some((strategy) => core.magnitudeOf(m, operator, strategy) < limits.minMagnitudeWad);
  return !isSlashed && !setsBroken && sets <= limits.maxSets;
}

/** OPS-81: penalties have left a pod enough for it to get validators. */
export const isPodEligible = (m: Restaker, delegator: Address): boolean =>
  core.podFactorOf(m, delegator) >= m.state.limits.minMagnitudeWad;
