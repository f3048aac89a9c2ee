import { mint } from "../../shared/erc20.ts";
import { type Address, emit, type Hash, keyOf, ZERO_HASH } from "../../shared/machine.ts";
import { check } from "../../shared/revert.ts";
import { isProof } from "../merkle.ts";
import { type Avs, found } from "../state.ts";
import { evidenceSeconds, rootAt } from "./bridge.ts";

/** What the bridge is for: mints here what was locked there, by proof against a root that is old enough, once. */

export interface Message {
  readonly nonce: bigint;
  readonly recipient: Address;
  readonly amount: bigint;
}

export function deployBridgeConsumer(avs: Avs, at: Address, roots: Address, delaySeconds: bigint): void {
  const most = evidenceSeconds(avs, roots);
  check(delaySeconds > 0n && delaySeconds <= most, "InvalidDelay", delaySeconds, most);
  avs.state.bridgeConsumers = avs.state.bridgeConsumers.set(at, { roots, delaySeconds });
  avs.state.supplies = avs.state.supplies.set(at, 0n);
}

export const leafOf = ({ nonce, recipient, amount }: Message): Hash => `message(${nonce},${recipient},${amount})`;

export function pay(
  avs: Avs,
  _sender: Address,
  consumer: Address,
  height: bigint,
  message: Message,
  proof: readonly Hash[],
): void {
  const { roots, delaySeconds } = found(avs.state.bridgeConsumers, consumer);
  const [root, relayedAt] = rootAt(avs, roots, height);
  check(root !== ZERO_HASH, "UnknownHeight", height);
  const trustedAt = relayedAt + delaySeconds;
  check(avs.block.timestamp >= trustedAt, "RootTooYoung", height, trustedAt);
  const leaf = leafOf(message);
  const { nonce, recipient, amount } = message;
  check(!isPaid(avs, consumer, leaf), "AlreadyPaid", nonce);
  check(isProof(proof, root, leaf), "InvalidProof", height, nonce);
  avs.state.paid = avs.state.paid.set(keyOf(consumer, leaf), true);
  emit(avs, consumer, "MessagePaid", { height, nonce, recipient, amount });
  mint(avs, consumer, recipient, amount);
}

export const isPaid = ({ state }: Avs, consumer: Address, leaf: Hash): boolean => state.paid.has(keyOf(consumer, leaf));
