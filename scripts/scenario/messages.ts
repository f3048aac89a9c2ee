import { rootFor } from "../lib/ladder/bridge.ts";
import { type BridgeMessage, messageTree } from "../services/bridge.ts";
import type { World } from "./world.ts";

const LOCKS = "locks";
const rootKey = (height: number, bridge: string): string => `relay ${height} ${bridge}`;

/** What was locked on the source chain so far. */
export function locksOf({ notes }: World): readonly BridgeMessage[] {
  return (notes.get(LOCKS) as BridgeMessage[] | undefined) ?? [];
}

/** One more lock on the source chain, for whoever it is to be paid to here. */
export function addLock(world: World, recipient: string, amount: bigint): void {
  const locks = locksOf(world);
  world.notes.set(LOCKS, [...locks, { nonce: BigInt(locks.length), recipient, amount }]);
}

/** The messages whose root was relayed for a height: those that were sent, and those that a lie added. */
export function messagesAt({ notes }: World, height: number, bridge = "bridge"): readonly BridgeMessage[] {
  return (notes.get(rootKey(height, bridge)) as BridgeMessage[] | undefined) ?? [];
}

/** Notes what a height's root is the root of. */
export function noteMessages(
  { notes }: World,
  height: number,
  messages: readonly BridgeMessage[],
  bridge = "bridge",
): void {
  notes.set(rootKey(height, bridge), messages);
}

/** The root over messages; of a source chain on which nothing was locked yet, any root will do. */
export function rootOver(messages: readonly BridgeMessage[], height: number): string {
  return messages.length === 0 ? rootFor(BigInt(height), "everyone") : messageTree(messages).root;
}
