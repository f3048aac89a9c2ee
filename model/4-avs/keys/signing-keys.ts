import { type Address, emit, type Hash, keyOf, ZERO_ADDRESS } from "../../shared/machine.ts";
import { check } from "../../shared/revert.ts";
import { recover, type Signature } from "../../shared/signature.ts";
import { type Avs, type Key, KEY_KIND } from "../state.ts";

/**
 * The keys with which operators sign for a service. A key keeps its kind for ever: an ordinary one is recovered, a
 * contract asked. One that was replaced signs nothing new, and proves faults for a while more.
 */

const NO_KEY: Key = { account: ZERO_ADDRESS, kind: KEY_KIND.none, retiredAtBlock: 0n };

export const keysOf = ({ state }: Avs, service: Address, operator: Address): readonly Key[] =>
  state.keys.get(keyOf(service, operator)) ?? [];

export function setKey(avs: Avs, service: Address, operator: Address, account: Address, kind: bigint): void {
  check(account !== ZERO_ADDRESS && kind !== KEY_KIND.none, "InvalidSigningKey", account, kind);
  const before = keysOf(avs, service, operator);
  const last = before.length - 1;
  const replaced = before.map((key, nth) => (nth === last ? { ...key, retiredAtBlock: avs.block.number } : key));
  const keys = [...replaced, { account, kind, retiredAtBlock: 0n }];
  avs.state.keys = avs.state.keys.set(keyOf(service, operator), keys);
  emit(avs, service, "SigningKeySet", { operator, keyIndex: BigInt(before.length), key: account, kind });
}

/** The key that signs now; one of no kind when there is none. */
export const currentKey = (avs: Avs, service: Address, operator: Address): Key =>
  keysOf(avs, service, operator).at(-1) ?? NO_KEY;

/** @returns index, account and kind of the key that signs now */
export function signingKey(avs: Avs, service: Address, operator: Address): [bigint, Address, bigint] {
  const { account, kind } = currentKey(avs, service, operator);
  return [BigInt(Math.max(keysOf(avs, service, operator).length - 1, 0)), account, kind];
}

/** Whether a key signed the digest, by the kind that it was registered with. */
export function signed({ state }: Avs, { account, kind }: Key, digest: Hash, signature: Signature): boolean {
  if (kind === KEY_KIND.ecdsa) return recover(digest, signature) === account;
  const wallet = state.wallets.get(account);
  return wallet !== undefined && !wallet.denying && recover(digest, signature) === wallet.owner;
}

/** Whether one of an operator's keys, the present one or one that was replaced not too long ago, signed the digest. */
export function isEvidence(
  avs: Avs,
  service: Address,
  operator: Address,
  keyIndex: bigint,
  windowBlocks: bigint,
  digest: Hash,
  signature: Signature,
): boolean {
  const key = keysOf(avs, service, operator)[Number(keyIndex)];
  if (key === undefined) return false;
  const isOver = key.retiredAtBlock !== 0n && avs.block.number > key.retiredAtBlock + windowBlocks;
  return !isOver && signed(avs, key, digest, signature);
}
