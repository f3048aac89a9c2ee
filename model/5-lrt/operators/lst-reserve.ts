import { pay } from "../../1-staking/within.ts";
import { getSharesByPooledEth } from "../../2-liquid-staking/rebasing-shares.ts";
import * as queue from "../../2-liquid-staking/unstaking-queue.ts";
import { balanceOf, transfer } from "../../shared/erc20.ts";
import { configuredAt, pouredAt, roomAt } from "../../shared/leaky-bucket.ts";
import { type Address, emit } from "../../shared/machine.ts";
import { removed } from "../../shared/placed-list.ts";
import { check } from "../../shared/revert.ts";
import { add, mulDivDown, saturatingSub, sub, toUint } from "../../shared/uint.ts";
import { within } from "../access/roles.ts";
import type { Reserve } from "./reserve.ts";
import { countAway, isDepositable, toAssetsDown } from "./reserve-views.ts";

/**
 * The reserve of an LST: what of it is idle, and what is in its exit queue. Only what came through the vault and the restaker
 * counts, and ether comes from the exit queue alone.
 */

/** Most requests in the exit queue at a time; exits of less than a leg take half of the places at most. */
export const MAX_EXITS = 12n;

const HOUR = 3_600n;
/** Of an amount of LST. */
const LST_BITS = 112n;

/**
 * Counts LST that has just arrived, for a deposit (`limited`) within the limits.
 *
 * @returns what the reserve is worth more, nothing to the restaker
 */
export function receiveLst(reserve: Reserve, sender: Address, amount: bigint, limited: boolean): bigint {
  const { state } = reserve;
  const { at, vault, restaker } = state.reserve;
  check(sender === vault || sender === restaker, "OnlyVault", sender);
  const uncounted = balanceOf(reserve, state.config.wstEth, at) - state.idleLst;
  check(add(state.idleLst, amount) - state.idleLst <= uncounted, "NotReceived", amount, uncounted);
  if (sender === restaker) {
    state.idleLst = withMore(reserve, amount);
    state.awayLst = saturatingSub(state.awayLst, amount);
    return 0n;
  }
  const before = toAssetsDown(reserve, state.idleLst);
  state.idleLst = withMore(reserve, amount);
  const assets = toAssetsDown(reserve, state.idleLst) - before;
  if (limited) admit(reserve, before, assets);
  return assets;
}

/** OPS-40: a deposit that does not fit by the count is measured once more, by what is really away. */
function admit(reserve: Reserve, before: bigint, assets: bigint): void {
  const { state, block } = reserve;
  const { wstEth } = state.config;
  const held = (): bigint => before + awayAssets(reserve, before + assets);
  check(isDepositable(reserve), "NotDepositable", wstEth);
  if (held() + assets > state.capAssets) state.awayLst = toUint(LST_BITS, countAway(reserve));
  const fits = held() + assets <= state.capAssets;
  check(fits, "InflowExceeded", wstEth, assets, saturatingSub(state.capAssets, held()));
  const inflow = pouredAt(state.inflow, assets, block.timestamp);
  check(inflow !== undefined, "InflowExceeded", wstEth, assets, roomAt(state.inflow, block.timestamp));
  state.inflow = inflow;
  emit(reserve, state.reserve.instantExit, "InflowNoted", { reserve: state.reserve.at, lst: wstEth, assets });
}

/** What is away, at the price of what is here. */
const awayAssets = ({ state: { awayLst, idleLst } }: Reserve, idleAssets: bigint): bigint =>
  idleLst === 0n ? 0n : mulDivDown(awayLst, idleAssets, idleLst);

export function setLimits(
  reserve: Reserve,
  sender: Address,
  capAssets: bigint,
  inflowAssets: bigint,
  periodSeconds: bigint,
): void {
  const { state, block } = reserve;
  check(sender === state.reserve.governor, "AccessManagedUnauthorized", sender);
  const period = within(periodSeconds, HOUR, 2_160n * HOUR);
  state.capAssets = capAssets;
  state.inflow = configuredAt(state.inflow, inflowAssets, period, block.timestamp);
  emit(reserve, state.reserve.at, "LimitsSet", { capAssets, inflowAssets, periodSeconds });
}

/** Takes no deposit any more. */
export function retire(reserve: Reserve, sender: Address): void {
  const { state } = reserve;
  onlyRestaker(reserve, sender);
  state.isRetiring = true;
  emit(reserve, state.reserve.at, "Retired", { lst: state.config.wstEth });
}

/** Sends idle LST to a delegator. */
export function send(reserve: Reserve, sender: Address, to: Address, amount: bigint): void {
  const { state } = reserve;
  onlyRestaker(reserve, sender);
  leave(reserve, amount);
  transfer(reserve, state.reserve.at, state.config.wstEth, to, amount);
}

/** @returns the exit queue's number of the request, 0 where LST that is worth no share of the pool is given up */
export function requestExit(reserve: Reserve, sender: Address, amount: bigint): bigint {
  const { state } = reserve;
  const { at } = state.reserve;
  onlyRestaker(reserve, sender);
  const assets = toAssetsDown(reserve, amount);
  const isDust = assets < state.neighbours.minLegAssets;
  if (isDust && getSharesByPooledEth(reserve, assets) === 0n) return giveUp(reserve, amount);
  const places = isDust ? MAX_EXITS / 2n : MAX_EXITS;
  check(state.exitIds.length < places, "TooManyExits", places);
  leave(reserve, amount);
  const exitId = queue.requestWrapped(reserve, at, amount, at);
  state.exitIds = [...state.exitIds, exitId];
  emit(reserve, at, "ExitRequested", { exitId, amount });
  return exitId;
}

/** OPS-16: such a wei can never leave. */
function giveUp(reserve: Reserve, amount: bigint): bigint {
  const { state } = reserve;
  state.idleLst = sub(state.idleLst, amount);
  emit(reserve, state.reserve.at, "DustGivenUp", { amount });
  return 0n;
}

/** Takes what is there of a request, and gives it to the vault: of a filled batch the last, be it nothing. */
export function claimExit(reserve: Reserve, sender: Address, exitId: bigint): bigint {
  const { state } = reserve;
  const { at, vault } = state.reserve;
  onlyRestaker(reserve, sender);
  check(state.exitIds.includes(exitId), "UnknownExit", exitId);
  const { batch, shares } = queue.getRequest(reserve, exitId);
  const done = queue.getBatch(reserve, batch).unfilledShares === 0n;
  const assets = queue.claim(reserve, at, exitId, at);
  if (done) {
    state.awayLst = saturatingSub(state.awayLst, shares);
    state.exitIds = removed(state.exitIds, exitId);
  }
  emit(reserve, at, "ExitClaimed", { exitId, assets, done });
  pay(reserve, at, vault, assets);
  emit(reserve, vault, "IdleReturned", { component: at, assets });
  return assets;
}

/** Ether that is just sent is refused. */
export function receiveEther({ state }: Reserve, sender: Address, _value: bigint): void {
  check(sender === state.config.queue, "UnexpectedEther", sender);
}

const withMore = ({ state }: Reserve, amount: bigint): bigint => add(state.idleLst, toUint(LST_BITS, amount), LST_BITS);

/** Idle LST goes away. */
function leave({ state }: Reserve, amount: bigint): void {
  state.idleLst = sub(state.idleLst, amount);
  state.awayLst = toUint(LST_BITS, state.awayLst + amount);
}

function onlyRestaker({ state }: Reserve, sender: Address): void {
  check(sender === state.reserve.restaker, "OnlyRestaker", sender);
}
