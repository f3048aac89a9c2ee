import { type Address, emit, type Hash, keyOf, ZERO_ADDRESS, ZERO_HASH } from "../../shared/machine.ts";
import { check } from "../../shared/revert.ts";
import { bring, sendValue } from "../ether.ts";
import { ask } from "../faults.ts";
import { isProof } from "../merkle.ts";
import { type Avs, found } from "../state.ts";
import { checkChallenge } from "./blobs.ts";
import { type Chunk, chunkLeafOf, lengthOf } from "./chunks.ts";
import { strike } from "./custody.ts";
import { CHALLENGE, type Challenge } from "./state.ts";

/**
 * Questions to custodians, and the bonds behind them. Answered in time, half of the bond is the answerer's and half is
 * burned; unanswered, it goes back, and the custodian counts no longer and can be slashed, once. Each further challenge
 * that is open against an operator costs twice the one before.
 */

const SET_ID = 1n;
const MAX_OPEN = 8n;
const MAX_CHUNK_BYTES = 4_096n;
const BURN_ADDRESS = "0x000000000000000000000000000000000000dead";
const DESCRIPTION = "data: a chunk was not shown in time";
const NO_CHALLENGE: Challenge = {
  operator: ZERO_ADDRESS,
  deadline: 0n,
  state: CHALLENGE.none,
  challenger: ZERO_ADDRESS,
  chunkIndex: 0n,
  blobId: ZERO_HASH,
  bondWei: 0n,
};

export const silenceIdOf = (store: Address, id: bigint): Hash => `fault(${store},${id})`;

/** @returns the number of the challenge */
export function challenge(
  avs: Avs,
  sender: Address,
  store: Address,
  wei: bigint,
  operator: Address,
  blobId: Hash,
  chunkIndex: bigint,
): bigint {
  bring(avs, sender, store, wei);
  const open = openAgainst(avs, store, operator);
  check(open < MAX_OPEN, "TooManyOpen", operator, MAX_OPEN);
  const bondWei = nextBond(avs, store, operator);
  check(wei === bondWei, "WrongBond", wei, bondWei);
  const question = questionOf(store, operator, blobId, chunkIndex);
  check(avs.state.asked.get(question) !== true, "AlreadyAsked", operator, blobId, chunkIndex);
  checkChallenge(avs, store, operator, blobId, chunkIndex);
  avs.state.asked = avs.state.asked.set(question, true);
  avs.state.openAgainst = avs.state.openAgainst.set(keyOf(store, operator), open + 1n);
  const id = challengeCount(avs, store) + 1n;
  avs.state.challengeCounts = avs.state.challengeCounts.set(store, id);
  const deadline = avs.block.timestamp + found(avs.state.stores, store).responseSeconds;
  const asked = { operator, deadline, state: CHALLENGE.open, challenger: sender, chunkIndex, blobId, bondWei };
  setChallenge(avs, store, id, asked);
  emit(avs, store, "Challenged", { id, operator, blobId, chunkIndex, challenger: sender, deadline });
  return id;
}

export function answer(
  avs: Avs,
  sender: Address,
  store: Address,
  id: bigint,
  chunk: Chunk,
  proof: readonly Hash[],
): void {
  const open = inState(avs, store, id, CHALLENGE.open);
  check(avs.block.timestamp < open.deadline, "TooLate", id, open.deadline);
  check(lengthOf(chunk) <= MAX_CHUNK_BYTES, "ChunkTooLong", lengthOf(chunk), MAX_CHUNK_BYTES);
  check(isProof(proof, open.blobId, chunkLeafOf(open.chunkIndex, chunk)), "WrongChunk", id);
  close(avs, store, id, open, CHALLENGE.answered);
  const paid = open.bondWei / 2n;
  owe(avs, store, sender, paid);
  owe(avs, store, BURN_ADDRESS, open.bondWei - paid);
  emit(avs, store, "ChallengeAnswered", { id, by: sender });
}

/** From the deadline on. */
export function conclude(avs: Avs, _sender: Address, store: Address, id: bigint): void {
  const open = inState(avs, store, id, CHALLENGE.open);
  check(avs.block.timestamp >= open.deadline, "TooEarly", id, open.deadline);
  close(avs, store, id, open, CHALLENGE.unanswered);
  owe(avs, store, open.challenger, open.bondWei);
  emit(avs, store, "ChallengeUnanswered", { id, operator: open.operator });
  strike(avs, store, open.operator, open.blobId);
}

/** Has the operator slashed for its silence, once. */
export function punishSilence(avs: Avs, _sender: Address, store: Address, id: bigint): void {
  const lost = inState(avs, store, id, CHALLENGE.unanswered);
  setChallenge(avs, store, id, { ...lost, state: CHALLENGE.punished });
  const faultId = silenceIdOf(store, id);
  emit(avs, store, "SilencePunished", { id, operator: lost.operator, faultId });
  ask(avs, store, SET_ID, lost.operator, faultId, DESCRIPTION);
}

/** Takes out what the account is owed; anybody may. */
export function withdraw(avs: Avs, _sender: Address, store: Address, account: Address): void {
  const wei = owedTo(avs, store, account);
  avs.state.owed = avs.state.owed.set(keyOf(store, account), 0n);
  sendValue(avs, store, account, wei);
}

export const challengeCount = ({ state }: Avs, store: Address): bigint => state.challengeCounts.get(store) ?? 0n;

export const openAgainst = ({ state }: Avs, store: Address, operator: Address): bigint =>
  state.openAgainst.get(keyOf(store, operator)) ?? 0n;

export const nextBond = (avs: Avs, store: Address, operator: Address): bigint =>
  found(avs.state.stores, store).bondWei * 2n ** openAgainst(avs, store, operator);

export const challengeAt = ({ state }: Avs, store: Address, id: bigint): Challenge =>
  state.challenges.get(keyOf(store, String(id))) ?? NO_CHALLENGE;

export const owedTo = ({ state }: Avs, store: Address, account: Address): bigint =>
  state.owed.get(keyOf(store, account)) ?? 0n;

function inState(avs: Avs, store: Address, id: bigint, state: bigint): Challenge {
  const one = challengeAt(avs, store, id);
  check(one.state === state, "WrongState", id, one.state);
  return one;
}

function close(avs: Avs, store: Address, id: bigint, open: Challenge, state: bigint): void {
  const { operator, blobId, chunkIndex } = open;
  setChallenge(avs, store, id, { ...open, state });
  const left = openAgainst(avs, store, operator) - 1n;
  avs.state.openAgainst = avs.state.openAgainst.set(keyOf(store, operator), left);
  avs.state.asked = avs.state.asked.set(questionOf(store, operator, blobId, chunkIndex), false);
}

function owe(avs: Avs, store: Address, account: Address, wei: bigint): void {
  avs.state.owed = avs.state.owed.set(keyOf(store, account), owedTo(avs, store, account) + wei);
}

function setChallenge({ state }: Avs, store: Address, id: bigint, one: Challenge): void {
  state.challenges = state.challenges.set(keyOf(store, String(id)), one);
}

const questionOf = (store: Address, operator: Address, blobId: Hash, chunkIndex: bigint): string =>
  keyOf(store, operator, blobId, String(chunkIndex));
