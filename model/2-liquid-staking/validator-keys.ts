import { deposit, pubkeyHashOf } from "../1-staking/deposits.ts";
import { requestWithdrawal } from "../1-staking/exits.ts";
import { type Address, emit } from "../shared/machine.ts";
import { check } from "../shared/revert.ts";
import { onRungOne, receive } from "../1-staking/within.ts";
import type { Key, Pool, Staked } from "./pool.ts";

/**
 * Keys that a curator lists, used in their order. One that somebody has deposited for with other credentials, or that
 * runs here already, is dropped before any ether goes there.
 */

export const VALIDATOR_WEI = 32n * 10n ** 18n;
/** Most that one call drops before it gives up. */
const MAX_DROPS = 128;

const lengthOf = (hex: string): number => (hex.length - 2) / 2;

/** Of the first type, paying to the pool. */
export const credentialsOf = ({ state }: Pool): string => `0x01${"0".repeat(22)}${state.config.stEth.slice(2)}`;

export function registerKeys(
  pool: Pool,
  sender: Address,
  pubkeys: readonly string[],
  signatures: readonly string[],
): void {
  const { state } = pool;
  check(sender === state.config.curator, "OnlyCurator", sender);
  check(pubkeys.length === signatures.length, "KeyListsDiffer", pubkeys.length, signatures.length);
  for (const [at, pubkey] of pubkeys.entries()) {
    const signature = signatures[at] as string;
    const areWhole = lengthOf(pubkey) === 48 && lengthOf(signature) === 96;
    check(areWhole, "KeyLengths", lengthOf(pubkey), lengthOf(signature));
    state.keys = [...state.keys, { pubkey, signature }];
    emit(pool, state.config.stEth, "KeyRegistered", { pubkey });
  }
}

/** @returns keys listed, and how many of them were used or dropped */
export const keyCount = ({ state }: Pool): [number, number] => [state.keys.length, state.keysUsed];

/** Stakes the next good key, if there is one near. The ether leaves for rung 1. */
export function stakeNextKey(pool: Pool): Staked | undefined {
  const { state } = pool;
  for (const key of state.keys.slice(state.keysUsed, state.keysUsed + MAX_DROPS)) {
    state.keysUsed++;
    if (!isFree(pool, key)) continue;
    const { stEth } = state.config;
    receive(pool, stEth, -VALIDATOR_WEI);
    onRungOne(pool, (chain) => deposit(chain, stEth, VALIDATOR_WEI, key.pubkey, credentialsOf(pool), key.signature));
    const index = indexOf(pool, key) as number;
    state.ours = state.ours.set(String(index), true);
    emit(pool, stEth, "ValidatorStaked", { index, pubkey: key.pubkey, amountWei: VALIDATOR_WEI });
    return { index, key };
  }
  return undefined;
}

/** Asks consensus for a validator's whole exit, and pays for it. */
export function requestExit(pool: Pool, { index, key }: Staked, feeWei: bigint): void {
  const { stEth } = pool.state.config;
  receive(pool, stEth, -feeWei);
  onRungOne(pool, (chain) => requestWithdrawal(chain, stEth, feeWei, key.pubkey, 0n));
  emit(pool, stEth, "ValidatorExitRequested", { index });
}

const indexOf = ({ state }: Pool, { pubkey }: Key): number | undefined => state.chain.indexes.get(pubkeyHashOf(pubkey));

function isFree(pool: Pool, key: Key): boolean {
  const { state } = pool;
  const index = indexOf(pool, key);
  if (index === undefined) return true;
  const withdrawalCredentials = state.chain.validators[index]?.credentials;
  if (withdrawalCredentials === credentialsOf(pool) && !state.ours.has(String(index))) return true;
  emit(pool, state.config.stEth, "KeyDropped", { pubkey: key.pubkey, withdrawalCredentials });
  return false;
}
