import type { Address } from "../shared/machine.ts";
import { check } from "../shared/revert.ts";
import type { Vault } from "./state.ts";

/** Ether of accounts: what the vault's contracts hold, and what others were paid. */

export const etherOf = ({ state }: Vault, account: Address): bigint => state.world.ether.get(account) ?? 0n;

/** Ether comes to an account, or less than none: it leaves. */
export function credit(vault: Vault, account: Address, wei: bigint): void {
  const { world } = vault.state;
  world.ether = world.ether.set(account, etherOf(vault, account) + wei);
}

const CLOSED = [
  "vault",
  "queue",
  "tickets",
  "cover",
  "instantExit",
  "settings",
  "slashingGuard",
  "runOff",
  "entrance",
  "restaker",
] as const;

/** Whether an account took it; the vault's own contracts take ether by their functions alone. */
export function tryPay(vault: Vault, from: Address, to: Address, wei: bigint): boolean {
  const { refusing, at } = vault.state.config;
  if (refusing.includes(to) || CLOSED.some((name) => at[name] === to)) return false;
  credit(vault, from, -wei);
  credit(vault, to, wei);
  return true;
}

/** Pays as the vault and the cover do, who stop where nobody takes it. */
export function sendValue(vault: Vault, from: Address, to: Address, wei: bigint): void {
  check(tryPay(vault, from, to, wei), "FailedCall");
}
