import {
  FAR_FUTURE_EPOCH,
  GWEI,
  MAX_SEED_LOOKAHEAD,
  MIN_ACTIVATION_BALANCE,
  MIN_VALIDATOR_WITHDRAWABILITY_DELAY,
  SECONDS_PER_EPOCH,
} from "../../1-staking/consensus.ts";
import {
  checkProvable,
  infoOf,
  type Pod,
  podAt,
  type SeenValidator,
  STATUS,
  validatorBefore,
} from "../../3-restaking/pods/beacon-state.ts";
import { ownerToPod } from "../../3-restaking/pods/shares.ts";
import { type Address, emit, type Hash } from "../../shared/machine.ts";
import { removed } from "../../shared/placed-list.ts";
import { check } from "../../shared/revert.ts";
import { Table } from "../../shared/table.ts";
import { max, min, saturatingSub } from "../../shared/uint.ts";
import type { Delegator, KeyBook, KeyRecord } from "./delegator.ts";

/**
 * Validators that were paid for and are no shares yet. A key counts 32 ETH until something is proven of it, then what is
 * known: its effective balance while it stays, its balance once it leaves. Before its time (`safeUntil`) no checkpoint can
 * have found its ETH; after a later checkpoint nobody can value it until it is proven in that very state.
 */

export const MAX_UNVERIFIED = 32n;
const CHECKPOINT_PAUSE = 3_600n;
const NOT_YET_ACTIVE = MAX_SEED_LOOKAHEAD * SECONDS_PER_EPOCH;
const LEAST_EXIT = MIN_VALIDATOR_WITHDRAWABILITY_DELAY * SECONDS_PER_EPOCH;
const NEVER = 2n ** 256n - 1n;

const EMPTY: KeyBook = { keys: [], records: Table.empty(), provenAt: 0n, untoldRightUntil: 0n };

const bookOf = ({ state }: Delegator, owner: Address): KeyBook => state.keyBooks.get(owner) ?? EMPTY;

function setBook({ state }: Delegator, owner: Address, book: KeyBook): void {
  state.keyBooks = state.keyBooks.set(owner, book);
}

const hasUntold = ({ keys, records }: KeyBook): boolean => records.size < keys.length;

const recordsOf = ({ records }: KeyBook): KeyRecord[] => records.entries().map(([, record]) => record);

const least = (times: readonly bigint[]): bigint => times.reduce(min, NEVER);

/** What the keys count, in wei, in doubt or not. */
export function assetsOf(delegator: Delegator, owner: Address): bigint {
  const book = bookOf(delegator, owner);
  const untoldGwei = BigInt(book.keys.length - book.records.size) * MIN_ACTIVATION_BALANCE;
  return recordsOf(book).reduce((sum, { countedGwei }) => sum + countedGwei, untoldGwei) * GWEI;
}

/** The same, and how old the oldest information about native stake is. */
export function known(delegator: Delegator, owner: Address, pod: Pod): [assets: bigint, asOf: bigint] {
  const { timestamp: now } = delegator.block;
  const book = bookOf(delegator, owner);
  // the root that a block knows is of the state before it
  const ofPod = pod.activeValidators === 0n ? now : saturatingSub(max(pod.lastCheckpoint, book.provenAt), 1n);
  if (book.keys.length === 0) return [0n, ofPod];
  const safeUntil = safeUntilOf(book);
  const isInDoubt = now >= safeUntil && pod.lastCheckpoint >= safeUntil;
  check(!isInDoubt, "KeyInDoubt", pod.lastCheckpoint, safeUntil);
  const rightUntil = recordsOf(book).map((record) => record.rightUntil);
  const asOf = least([ofPod, ...rightUntil, ...(hasUntold(book) ? [book.untoldRightUntil] : [])]);
  return [assetsOf(delegator, owner), asOf];
}

const safeUntilOf = (book: KeyBook): bigint =>
  least([
    ...recordsOf(book).map(({ safeUntil }) => safeUntil),
    ...(hasUntold(book) ? [book.untoldRightUntil + LEAST_EXIT] : []),
  ]);

/** The keys and what is known of each. */
export function keysOf(delegator: Delegator, owner: Address) {
  const book = bookOf(delegator, owner);
  return book.keys.map((pubkeyHash) => {
    const { countedGwei, provenAt, rightUntil, safeUntil, leaves } = recordOf(book, pubkeyHash);
    return { pubkeyHash, assets: countedGwei * GWEI, provenAt, rightUntil, safeUntil, leaves };
  });
}

function recordOf({ records, untoldRightUntil }: KeyBook, pubkeyHash: Hash): KeyRecord {
  const untold = { countedGwei: MIN_ACTIVATION_BALANCE, provenAt: 0n, leaves: false };
  const times = { rightUntil: untoldRightUntil, safeUntil: untoldRightUntil + LEAST_EXIT };
  return records.get(pubkeyHash) ?? { ...untold, ...times };
}

/** A key was paid for by the caller. */
export function add(delegator: Delegator, sender: Address, pubkeyHash: Hash): void {
  const book = bookOf(delegator, sender);
  check(book.keys.length < MAX_UNVERIFIED, "TooManyUnverified", MAX_UNVERIFIED);
  const since = hasUntold(book) ? book.untoldRightUntil : delegator.block.timestamp + NOT_YET_ACTIVE;
  setBook(delegator, sender, { ...book, keys: [...book.keys, pubkeyHash], untoldRightUntil: since });
}

/** Anybody's proof of what rung 1 says of keys; the proof itself is left out. */
export function proveKeys(
  delegator: Delegator,
  _sender: Address,
  owner: Address,
  timestamp: bigint,
  indices: readonly number[],
): void {
  const pod = podAt(delegator, ownerToPod(delegator, owner));
  const ofCheckpoint = timestamp === pod.lastCheckpoint && pod.currentCheckpoint === 0n;
  if (!ofCheckpoint) checkProvable(delegator, timestamp);
  for (const index of indices) learn(delegator, owner, index, timestamp, ofCheckpoint);
}

function learn(delegator: Delegator, owner: Address, index: number, timestamp: bigint, ofCheckpoint: boolean): void {
  const seen = validatorBefore(delegator, index, timestamp);
  const { pubkeyHash } = seen;
  const book = bookOf(delegator, owner);
  check(book.keys.includes(pubkeyHash), "NotUnverified", pubkeyHash);
  const record = recordOf(book, pubkeyHash);
  check(timestamp > record.provenAt, "KnownLater", pubkeyHash, record.provenAt);
  const { genesisTime } = delegator.state.chain.config;
  const next = recordFrom(seen, record, { genesisTime, timestamp, ofCheckpoint });
  const said = { delegator: owner, pubkeyHash, assetsBefore: record.countedGwei * GWEI };
  if (next === undefined) {
    setBook(delegator, owner, without(book, pubkeyHash));
    emit(delegator, here(delegator), "KeyGone", said);
    return;
  }
  setBook(delegator, owner, { ...book, records: book.records.set(pubkeyHash, next) });
  const { rightUntil, safeUntil, countedGwei } = next;
  emit(delegator, here(delegator), "KeyProven", { ...said, rightUntil, safeUntil, assets: countedGwei * GWEI });
}

/** What is known of a key from now on; nothing of one that is empty, and gone for good. */
function recordFrom(
  { pubkeyHash, balanceGwei, effectiveGwei, activationEpoch, exitEpoch, withdrawableEpoch }: SeenValidator,
  before: KeyRecord,
  at: { readonly genesisTime: bigint; readonly timestamp: bigint; readonly ofCheckpoint: boolean },
): KeyRecord | undefined {
  const { timestamp } = at;
  const now = { provenAt: timestamp, rightUntil: timestamp };
  if (exitEpoch === FAR_FUTURE_EPOCH) {
    const isActive = activationEpoch !== FAR_FUTURE_EPOCH;
    const countedGwei = isActive ? effectiveGwei : MIN_ACTIVATION_BALANCE;
    const rightUntil = isActive ? timestamp : timestamp + NOT_YET_ACTIVE;
    return { countedGwei, provenAt: timestamp, rightUntil, safeUntil: rightUntil + LEAST_EXIT, leaves: false };
  }
  const withdrawableAt = at.genesisTime + withdrawableEpoch * SECONDS_PER_EPOCH;
  if (timestamp < withdrawableAt)
    return { countedGwei: min(balanceGwei, MIN_ACTIVATION_BALANCE), ...now, safeUntil: withdrawableAt, leaves: true };
  if (!at.ofCheckpoint) {
    // what it holds now may be somebody's gift: only a checkpoint's state tells
    check(!before.leaves, "OnlyAtCheckpoint", pubkeyHash);
    return { ...before, safeUntil: withdrawableAt, leaves: true };
  }
  return balanceGwei === 0n ? undefined : { countedGwei: balanceGwei, ...now, safeUntil: timestamp + 1n, leaves: true };
}

const without = (book: KeyBook, pubkeyHash: Hash): KeyBook => ({
  ...book,
  keys: removed(book.keys, pubkeyHash),
  records: book.records.delete(pubkeyHash),
});

/** Before the caller's pod takes validators. */
export function beforeProof(delegator: Delegator, sender: Address, pod: Pod, timestamp: bigint): void {
  const book = bookOf(delegator, sender);
  check(timestamp >= pod.lastCheckpoint, "ProofBeforeCheckpoint", timestamp, pod.lastCheckpoint);
  if (pod.activeValidators === 0n || timestamp < book.provenAt)
    setBook(delegator, sender, { ...book, provenAt: timestamp });
}

/** After it: what the pod knows is shares now. */
export function afterProof(delegator: Delegator, sender: Address, pod: Pod, timestamp: bigint): void {
  let book = bookOf(delegator, sender);
  for (let i = 0; i < book.keys.length;) {
    const pubkeyHash = book.keys[i] as Hash;
    if (infoOf(pod, pubkeyHash).status === STATUS.inactive) {
      i++;
      continue;
    }
    const provenAt = book.records.get(pubkeyHash)?.provenAt ?? 0n;
    check(timestamp >= provenAt, "KnownLater", pubkeyHash, provenAt);
    book = without(book, pubkeyHash);
  }
  setBook(delegator, sender, book);
}

/** A checkpoint must not leave a key in doubt of which nobody has asked. */
export function checkMayStart(delegator: Delegator, sender: Address, pod: Pod): void {
  const { timestamp: now } = delegator.block;
  const book = bookOf(delegator, sender);
  if (book.keys.length === 0) return;
  const untold = hasUntold(book) && now >= book.untoldRightUntil + LEAST_EXIT;
  check(!untold, "KeysUntold", book.untoldRightUntil);
  const told = book.keys.flatMap((key) => book.records.get(key) ?? []);
  if (told.every(({ safeUntil }) => now < safeUntil)) return;
  for (const { leaves, safeUntil, rightUntil } of told) check(leaves || now < safeUntil, "KeysUntold", rightUntil);
  const next = pod.lastCheckpoint + CHECKPOINT_PAUSE;
  check(now >= next, "CheckpointTooSoon", next);
}

const here = ({ state }: Delegator): Address => state.delegator.unprovenKeys;
