import { type Address, emit } from "../../../shared/machine.ts";
import { check } from "../../../shared/revert.ts";
import type { Key, Restaker } from "./restaker.ts";
import { onlyGovernor } from "./roles.ts";
import { slotAt } from "./slots.ts";
import { isKeyFree } from "./told-slots.ts";

/** Keys that wait for their 32 ETH, in line by slot. A key that somebody has deposited for is dropped, not paid for (OPS-06). */

export function registerKeys(m: Restaker, sender: Address, slot: bigint, keys: readonly Key[]): void {
  onlyGovernor(m, sender);
  slotAt(m, slot);
  const { state } = m;
  for (const key of keys) {
    const { pubkey } = key;
    check(!state.registered.has(pubkey), "KeyAlreadyRegistered", hashOf(pubkey));
    state.registered = state.registered.set(pubkey, true);
    state.keys = state.keys.set(String(slot), [...lineOf(m, slot), key]);
    emit(m, state.config.keys, "KeyRegistered", { slot, pubkey });
  }
}

/** The next key of a slot is given up. */
export function skipKey(m: Restaker, sender: Address, slot: bigint): void {
  onlyGovernor(m, sender);
  check(keysOf(m, slot) > 0n, "NoKeys", slot);
  drop(m, slot);
}

/** @returns how many keys at the head of the line were used by somebody else, and are dropped (OPS-44) */
export function dropUsed(m: Restaker, _sender: Address, slot: bigint, maxKeys: bigint): bigint {
  slotAt(m, slot);
  let dropped = 0n;
  while (dropped < maxKeys && isNextUsed(m, slot)) {
    drop(m, slot);
    dropped++;
  }
  return dropped;
}

/** Only the restaker takes keys. */
export function take({ state }: Restaker, sender: Address): void {
  check(sender === state.config.restaker, "OnlyRestaker", sender);
}

/** @returns the next key that nobody has used, if there is one; those before it are dropped */
export function takeNext(m: Restaker, slot: bigint): Key | undefined {
  while (isNextUsed(m, slot)) drop(m, slot);
  const [key, ...rest] = lineOf(m, slot);
  m.state.keys = m.state.keys.set(String(slot), rest);
  return key;
}

export const keysOf = (m: Restaker, slot: bigint): bigint => BigInt(lineOf(m, slot).length);

export const lineOf = ({ state }: Restaker, slot: bigint): readonly Key[] => state.keys.get(String(slot)) ?? [];

/** What stands for the hash of a key. */
export const hashOf = (pubkey: string): string => `hash of ${pubkey}`;

function isNextUsed(m: Restaker, slot: bigint): boolean {
  const [next] = lineOf(m, slot);
  return next !== undefined && !isKeyFree(m, next.pubkey);
}

function drop(m: Restaker, slot: bigint): void {
  const [next, ...rest] = lineOf(m, slot);
  m.state.keys = m.state.keys.set(String(slot), rest);
  emit(m, m.state.config.keys, "KeyDropped", { slot, pubkey: (next as Key).pubkey });
}
