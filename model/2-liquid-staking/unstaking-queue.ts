import { check } from "../shared/revert.ts";
import { transferFrom as transferWrapped } from "../shared/erc20.ts";
import { claimOf, owedDown } from "../shared/batch-part.ts";
import { type Address, ZERO_ADDRESS, emit } from "../shared/machine.ts";
import { add, mulDivDown, toUint } from "../shared/uint.ts";
import { pay, receive } from "../1-staking/within.ts";
import type { Batch, Pool, Request } from "./pool.ts";
import { getPooledEthByShares, getSharesByPooledEth, sharesOf, transferFrom } from "./rebasing-shares.ts";
import { redeemQueued, returnDust } from "./staked-ether.ts";
import { unwrap } from "./wrapped-staked-ether.ts";

/**
 * The exit queue: requests join the open batch; a closed one is filled, oldest first, from the buffer, at the rate of the
 * fill, with a report of the same block. A request's part is ⌊filled × its shares / the batch's⌋, less what it claimed.
 */

/** Of what waits, in a batch and in all closed ones. */
const SHARE_BITS = 96n;

const EMPTY: Batch = { shares: 0n, unfilledShares: 0n, filledWei: 0n, claimedWei: 0n, unclaimedRequests: 0n };

/** @returns number of the request */
export function request(pool: Pool, sender: Address, stEthAmount: bigint, owner: Address): bigint {
  check(!pool.state.queuePaused, "CurrentlyPaused");
  const id = enter(pool, sender, getSharesByPooledEth(pool, stEthAmount), stEthAmount, owner);
  const { queue } = pool.state.config;
  transferFrom(pool, queue, sender, queue, stEthAmount);
  return id;
}

export function requestWrapped(pool: Pool, sender: Address, wstEthAmount: bigint, owner: Address): bigint {
  check(!pool.state.queuePaused, "CurrentlyPaused");
  const { queue, wstEth } = pool.state.config;
  transferWrapped(pool, queue, wstEth, sender, queue, wstEthAmount);
  const before = sharesOf(pool, queue);
  const stEthAmount = unwrap(pool, queue, wstEthAmount);
  return enter(pool, sender, sharesOf(pool, queue) - before, stEthAmount, owner);
}

/** @returns number of the batch */
export function close(pool: Pool): bigint {
  const { state, block } = pool;
  const batch = state.openBatch;
  const { shares } = getBatch(pool, batch);
  check(shares !== 0n, "NothingToClose");
  const next = state.lastClose + state.config.batchIntervalSeconds;
  check(block.timestamp >= next, "ClosesLater", next);
  state.lastClose = block.timestamp;
  state.openBatch = batch + 1n;
  state.closedUnfilledShares = add(state.closedUnfilledShares, shares, SHARE_BITS);
  emit(pool, state.config.queue, "BatchClosed", { batch, shares });
  return batch;
}

/** @returns wei that went to batches */
export function fill(pool: Pool, maxBatches: bigint): bigint {
  const { state, block } = pool;
  check(!state.queuePaused, "CurrentlyPaused");
  check(state.lastReportTimestamp === block.timestamp, "ReportNotOfThisBlock", state.lastReportTimestamp);
  let amountWei = 0n;
  for (let done = 0n; done < maxBatches && state.firstUnfilled < state.openBatch; done++) {
    amountWei += fillOldest(pool);
    if (getBatch(pool, state.firstUnfilled).unfilledShares > 0n) break;
    state.firstUnfilled++;
  }
  state.lockedWei += amountWei;
  return amountWei;
}

/** The last claim of a filled batch returns what rounding has left. @returns wei paid */
export function claim(pool: Pool, sender: Address, id: bigint, recipient: Address): bigint {
  const { state } = pool;
  const { queue } = state.config;
  const own = state.requests.get(String(id));
  check(own !== undefined, "UnknownRequest", id);
  check(own.owner === sender, "NotRequestOwner", id, sender);
  const before = getBatch(pool, own.batch);
  const owed = owedDown(own.shares, before.shares, before.filledWei);
  const { assets, ends, isClaimable } = claimOf(owed, own.claimedWei, before.unfilledShares);
  check(isClaimable, "NothingToClaim", id);
  let batch = { ...before, claimedWei: before.claimedWei + assets };
  state.lockedWei -= assets;
  emit(pool, queue, "Claimed", { id, owner: sender, recipient, amountWei: assets });
  if (ends) state.requests = state.requests.delete(String(id));
  else state.requests = state.requests.set(String(id), { ...own, claimedWei: own.claimedWei + assets });
  if (ends) batch = { ...batch, unclaimedRequests: batch.unclaimedRequests - 1n };
  const dustWei = ends && batch.unclaimedRequests === 0n ? batch.filledWei - batch.claimedWei : 0n;
  state.lockedWei -= dustWei;
  setBatch(pool, own.batch, { ...batch, filledWei: batch.filledWei - dustWei });
  if (dustWei > 0n) {
    receive(pool, queue, -dustWei);
    returnDust(pool, queue, dustWei);
  }
  pay(pool, queue, recipient, assets);
  return assets;
}

export const getRequest = ({ state }: Pool, id: bigint): Request =>
  state.requests.get(String(id)) ?? { owner: ZERO_ADDRESS, shares: 0n, batch: 0n, claimedWei: 0n };

export const getBatch = ({ state }: Pool, batch: bigint): Batch => state.batches.get(String(batch)) ?? EMPTY;

export function claimable(pool: Pool, id: bigint): bigint {
  const { shares, batch, claimedWei } = getRequest(pool, id);
  if (shares === 0n) return 0n;
  const { shares: all, filledWei } = getBatch(pool, batch);
  return owedDown(shares, all, filledWei) - claimedWei;
}

/** What is filled and not claimed, and what the rest would bring at the present rate. */
export function worthOf(pool: Pool, id: bigint): bigint {
  const { shares, batch } = getRequest(pool, id);
  if (shares === 0n) return 0n;
  const { shares: all, unfilledShares } = getBatch(pool, batch);
  return claimable(pool, id) + getPooledEthByShares(pool, mulDivDown(unfilledShares, shares, all));
}

/** @returns shares that closed batches wait for, and all that wait */
export function unfilledShares(pool: Pool): [bigint, bigint] {
  const { closedUnfilledShares, openBatch } = pool.state;
  return [closedUnfilledShares, closedUnfilledShares + getBatch(pool, openBatch).shares];
}

/** Ether comes from the pool only. */
export function receiveEther({ state }: Pool, sender: Address, _value: bigint): void {
  check(sender === state.config.stEth, "OnlyPool", sender);
}

export function pause(pool: Pool, sender: Address): void {
  onlyGuardian(pool, sender);
  pool.state.queuePaused = true;
  emit(pool, pool.state.config.queue, "Paused", { guardian: sender });
}

export function unpause(pool: Pool, sender: Address): void {
  onlyGuardian(pool, sender);
  pool.state.queuePaused = false;
  emit(pool, pool.state.config.queue, "Unpaused", { guardian: sender });
}

function onlyGuardian({ state }: Pool, sender: Address): void {
  check(sender === state.config.guardian, "OnlyGuardian", sender);
}

function enter(pool: Pool, sender: Address, shares: bigint, stEthAmount: bigint, owner: Address): bigint {
  const { state } = pool;
  check(shares !== 0n, "ZeroShares", stEthAmount);
  check(owner !== ZERO_ADDRESS, "ZeroOwner");
  const id = state.lastRequestId + 1n;
  state.lastRequestId = id;
  const batch = state.openBatch;
  state.requests = state.requests.set(String(id), { owner, shares: toUint(SHARE_BITS, shares), batch, claimedWei: 0n });
  const before = getBatch(pool, batch);
  setBatch(pool, batch, {
    ...before,
    shares: add(before.shares, shares, SHARE_BITS),
    unfilledShares: before.unfilledShares + shares,
    unclaimedRequests: before.unclaimedRequests + 1n,
  });
  emit(pool, state.config.queue, "Requested", { id, sender, owner, batch, shares, amountWei: stEthAmount });
  return id;
}

/** Pays as many of the oldest batch's shares as the buffer covers. */
function fillOldest(pool: Pool): bigint {
  const { state } = pool;
  const number = state.firstUnfilled;
  const batch = getBatch(pool, number);
  const affordable = getSharesByPooledEth(pool, state.bufferedEther);
  const shares = batch.unfilledShares < affordable ? batch.unfilledShares : affordable;
  if (shares === 0n) return 0n;
  const amountWei = redeemQueued(pool, state.config.queue, shares);
  setBatch(pool, number, {
    ...batch,
    unfilledShares: batch.unfilledShares - shares,
    filledWei: batch.filledWei + amountWei,
  });
  state.closedUnfilledShares -= shares;
  emit(pool, state.config.queue, "BatchFilled", { batch: number, shares, amountWei });
  return amountWei;
}

function setBatch({ state }: Pool, number: bigint, batch: Batch): void {
  state.batches = state.batches.set(String(number), batch);
}
