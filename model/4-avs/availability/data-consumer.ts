import { type Address, emit, type Hash, keyOf, ZERO_HASH } from "../../shared/machine.ts";
import { check, empty } from "../../shared/revert.ts";
import { sub } from "../../shared/uint.ts";
import { bring, sendValue } from "../ether.ts";
import { isProof } from "../merkle.ts";
import { type Avs, found } from "../state.ts";
import { custodyOf, securedSecondsOf } from "./blobs.ts";
import { type Chunk, chunkLeafOf, lengthOf } from "./chunks.ts";

/** What data availability is for: a ledger kept elsewhere, of which the root is here, and out of which accounts take. */

const TWO_WORDS = 64n;

export function deployDataConsumer(
  avs: Avs,
  at: Address,
  blobs: Address,
  sequencer: Address,
  exitSeconds: bigint,
): void {
  const secured = securedSecondsOf(avs, blobs);
  check(exitSeconds <= secured, "ExitOutlastsStake", exitSeconds, secured);
  avs.state.dataConsumers = avs.state.dataConsumers.set(at, { blobs, sequencer, exitSeconds });
}

export function depositToLedger(avs: Avs, sender: Address, consumer: Address, wei: bigint): void {
  bring(avs, sender, consumer, wei);
  emit(avs, consumer, "DepositedToLedger", { account: sender, weiAmount: wei });
}

export function post(avs: Avs, sender: Address, consumer: Address, blobId: Hash): void {
  const { blobs, sequencer, exitSeconds } = found(avs.state.dataConsumers, consumer);
  check(sender === sequencer, "OnlySequencer", sender);
  const [, keptUntil] = custodyOf(avs, blobs, blobId);
  const needed = avs.block.timestamp + exitSeconds;
  check(keptUntil >= needed, "NotKeptLongEnough", blobId, keptUntil, needed);
  avs.state.ledgers = avs.state.ledgers.set(consumer, blobId);
  emit(avs, consumer, "LedgerPosted", { blobId });
}

/** Pays what a chunk of the ledger says, less what was taken before. */
export function takeOut(
  avs: Avs,
  _sender: Address,
  consumer: Address,
  chunkIndex: bigint,
  chunk: Chunk,
  proof: readonly Hash[],
): void {
  const ledger = ledgerOf(avs, consumer);
  check(isProof(proof, ledger, chunkLeafOf(chunkIndex, chunk)), "NotInLedger", ledger, chunkIndex);
  if ("length" in chunk) {
    // bytes that mean nothing are zeros: too few are nobody's entitlement, enough of them are that of nobody
    if (lengthOf(chunk) < TWO_WORDS) empty();
    throw new Error("a ledger of chunks that mean nothing");
  }
  const { account, entitlementWei } = chunk;
  const wei = sub(entitlementWei, takenOutBy(avs, consumer, account));
  avs.state.takenOut = avs.state.takenOut.set(keyOf(consumer, account), entitlementWei);
  emit(avs, consumer, "TakenOut", { account, weiAmount: wei });
  sendValue(avs, consumer, account, wei);
}

export const ledgerOf = ({ state }: Avs, consumer: Address): Hash => state.ledgers.get(consumer) ?? ZERO_HASH;

export const takenOutBy = ({ state }: Avs, consumer: Address, account: Address): bigint =>
  state.takenOut.get(keyOf(consumer, account)) ?? 0n;
