import type { Address } from "../shared/machine.ts";
import { check } from "../shared/revert.ts";
import type { Avs } from "./state.ts";

/** Wei of accounts. */

export const etherOf = ({ state }: Avs, account: Address): bigint => state.ether.get(account) ?? 0n;

/** Ether that a call brings along. */
export function bring(avs: Avs, from: Address, to: Address, wei: bigint): void {
  avs.state.ether = avs.state.ether.set(from, etherOf(avs, from) - wei);
  avs.state.ether = avs.state.ether.set(to, etherOf(avs, to) + wei);
}

/** Pays out of what a contract holds, and stops where it holds too little, or nobody takes it. */
export function sendValue(avs: Avs, from: Address, to: Address, wei: bigint): void {
  const balance = etherOf(avs, from);
  check(balance >= wei, "InsufficientBalance", balance, wei);
  check(!avs.state.refusing.has(to), "FailedCall");
  bring(avs, from, to, wei);
}
