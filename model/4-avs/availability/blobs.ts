import { isMemberOfOperatorSet } from "../../3-restaking/allocation/views.ts";
import { type Address, emit, type Hash, keyOf, ZERO_ADDRESS, ZERO_HASH } from "../../shared/machine.ts";
import { check } from "../../shared/revert.ts";
import type { Signature } from "../../shared/signature.ts";
import { ceilDiv } from "../../shared/uint.ts";
import { currentKey, signed } from "../keys/signing-keys.ts";
import { noticeSeconds } from "../slashers/notice.ts";
import { deployService } from "../service-manager.ts";
import { checkQuorum, checkSlash, checkWorkTime, ONE_IN_BIPS, SECONDS_PER_BLOCK } from "../service-terms.ts";
import { slashableThroughBlock, stakesAhead, weigh, weightedShares } from "../stakes.ts";
import { type Avs, found, termsOf } from "../state.ts";
import { custodyBy, promiseUntil } from "./custody.ts";
import type { Blob } from "./state.ts";

/**
 * Blobs that operators promise to keep. Kept until: the latest end for which custodians who promised it, or later, have the
 * quorum's stake now, without what they are taking away and without those that were silent. So a custody ends by itself,
 * and begins again when others promise.
 */

const SET_ID = 1n;
const HIGHEST_BOND = 2n ** 128n - 1n;
const NO_BLOB: Blob = { chunkCount: 0n, quorumStake: 0n };

export interface AvailabilityParameters {
  readonly admin: Address;
  readonly funders: readonly Address[];
  readonly metadataURI: string;
  readonly quorumBips: bigint;
  readonly slashWad: bigint;
  readonly responseSeconds: bigint;
  readonly bondWei: bigint;
}

export interface CustodyPromise {
  readonly operator: Address;
  readonly signature: Signature;
}

export function deployAvailability(avs: Avs, at: Address, parameters: AvailabilityParameters): void {
  const { admin, funders, metadataURI, quorumBips, slashWad, responseSeconds, bondWei } = parameters;
  const { deallocationDelayBlocks: aheadBlocks } = avs.state.config;
  // stake is weighed in every reading of a custody, a whole window ahead; a challenge follows
  deployService(avs, at, { admin, funders, slashWad, workSeconds: responseSeconds, aheadBlocks }, metadataURI);
  check(bondWei > 0n && bondWei <= HIGHEST_BOND, "InvalidBond", bondWei, HIGHEST_BOND);
  checkQuorum(quorumBips);
  checkSlash(slashWad);
  checkWorkTime(responseSeconds, termsOf(avs, at).slashWindowBlocks);
  avs.state.stores = avs.state.stores.set(at, { quorumBips, responseSeconds, bondWei });
}

/** What a custodian signs, in place of its hash. */
export const custodyDigestOf = (
  store: Address,
  operator: Address,
  blobId: Hash,
  chunkCount: bigint,
  keptUntil: bigint,
): Hash => JSON.stringify(["Custody", store, operator, blobId, String(chunkCount), String(keptUntil)]);

export function storeBlob(
  avs: Avs,
  _sender: Address,
  store: Address,
  blobId: Hash,
  chunkCount: bigint,
  keptUntil: bigint,
  promises: readonly CustodyPromise[],
): void {
  const isBlob = blobId !== ZERO_HASH && chunkCount > 0n && keptUntil > avs.block.timestamp;
  check(isBlob, "InvalidBlob", blobId, chunkCount, keptUntil);
  const { chunkCount: stored } = blobOf(avs, store, blobId);
  if (stored > 0n) {
    check(stored === chunkCount, "OtherChunkCount", blobId, stored);
    check(keptUntilOf(avs, store, blobId) < keptUntil, "BlobExists", blobId);
  }
  let previous = ZERO_ADDRESS;
  for (const { operator, signature } of promises) {
    check(operator > previous, "CustodiansNotAscending", previous, operator);
    check(isMemberOfOperatorSet(avs, operator, { avs: store, id: SET_ID }), "NotSetMember", operator);
    check(!custodyBy(avs, store, blobId, operator).silent, "CustodianWasSilent", operator, blobId);
    const digest = custodyDigestOf(store, operator, blobId, chunkCount, keptUntil);
    const isValid = signed(avs, currentKey(avs, store, operator), digest, signature);
    check(isValid, "InvalidPromise", operator, blobId);
    promiseUntil(avs, store, blobId, operator, keptUntil);
    previous = operator;
  }
  const custodians = promises.map(({ operator }) => operator);
  const { slashWindowBlocks } = termsOf(avs, store);
  const { signedStake, totalStake } = weigh(avs, store, SET_ID, custodians, slashWindowBlocks);
  const { quorumBips } = found(avs.state.stores, store);
  const isQuorum = totalStake > 0n && signedStake * ONE_IN_BIPS >= quorumBips * totalStake;
  check(isQuorum, "CustodyTooThin", signedStake, totalStake, quorumBips);
  const quorumStake = ceilDiv(quorumBips * totalStake, ONE_IN_BIPS);
  avs.state.blobs = avs.state.blobs.set(keyOf(store, blobId), { chunkCount, quorumStake });
  emit(avs, store, "BlobStored", { blobId, chunkCount, keptUntil, custodians });
}

/** @returns how many chunks, and until when a quorum keeps them; nothing where none does */
export function custodyOf(avs: Avs, store: Address, blobId: Hash): [bigint, bigint] {
  const keptUntil = keptUntilOf(avs, store, blobId);
  return [keptUntil === 0n ? 0n : blobOf(avs, store, blobId).chunkCount, keptUntil];
}

/** For how long what a custody counts can surely be asked and punished. */
export const securedSecondsOf = (avs: Avs, store: Address): bigint =>
  termsOf(avs, store).slashWindowBlocks * SECONDS_PER_BLOCK - untilPunished(avs, store);

/** A challenge is fair if the operator promised the chunk, has the time to show it, and can pay at its deadline. */
export function checkChallenge(avs: Avs, store: Address, operator: Address, blobId: Hash, chunkIndex: bigint): void {
  const { keptUntil } = custodyBy(avs, store, blobId, operator);
  check(keptUntil > 0n, "NotCustodian", operator, blobId);
  const { chunkCount } = blobOf(avs, store, blobId);
  check(chunkIndex < chunkCount, "NoSuchChunk", blobId, chunkIndex, chunkCount);
  const { responseSeconds } = found(avs.state.stores, store);
  check(avs.block.timestamp + responseSeconds <= keptUntil, "PromiseEnds", blobId, keptUntil);
  const aheadBlocks = ceilDiv(untilPunished(avs, store), SECONDS_PER_BLOCK);
  const reachBlock = slashableThroughBlock(avs, store, SET_ID, operator);
  const deadlineBlock = avs.block.number + aheadBlocks;
  check(reachBlock >= deadlineBlock, "OutOfReach", operator, reachBlock, deadlineBlock);
  const [left] = weightedShares(avs, store, SET_ID, [operator], aheadBlocks);
  check(left !== 0n, "NothingLeftToSlash", operator);
}

/** From a challenge to the slash: the response, and the notice of the slasher. */
const untilPunished = (avs: Avs, store: Address): bigint =>
  found(avs.state.stores, store).responseSeconds + noticeSeconds(avs, store, SET_ID);

function keptUntilOf(avs: Avs, store: Address, blobId: Hash): bigint {
  const { quorumStake } = blobOf(avs, store, blobId);
  if (quorumStake === 0n) return 0n;
  const [members, weights] = stakesAhead(avs, store, SET_ID, termsOf(avs, store).slashWindowBlocks);
  const ends = members.map((member) => {
    const { keptUntil, silent } = custodyBy(avs, store, blobId, member);
    return silent || keptUntil <= avs.block.timestamp ? 0n : keptUntil;
  });
  const stakeUntil = (end: bigint): bigint =>
    weights.reduce((sum, weight, nth) => ((ends[nth] as bigint) >= end ? sum + weight : sum), 0n);
  return ends.filter((end) => end > 0n && stakeUntil(end) >= quorumStake).reduce((a, b) => (a > b ? a : b), 0n);
}

const blobOf = ({ state }: Avs, store: Address, blobId: Hash): Blob => state.blobs.get(keyOf(store, blobId)) ?? NO_BLOB;
