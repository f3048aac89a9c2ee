import { type Address, emit, keyOf, ZERO_ADDRESS } from "../../shared/machine.ts";
import { check } from "../../shared/revert.ts";
import type { Vault } from "../state.ts";

/** The share: plain ERC-20, but that shares do not go where they would be lost. */

const UNLIMITED = (1n << 256n) - 1n;

export const balanceOf = ({ state }: Vault, owner: Address): bigint => state.books.balances.get(owner) ?? 0n;

export const allowance = ({ state }: Vault, owner: Address, spender: Address): bigint =>
  state.books.allowances.get(keyOf(owner, spender)) ?? 0n;

export function approve(vault: Vault, sender: Address, spender: Address, amount: bigint): boolean {
  const { books, config } = vault.state;
  books.allowances = books.allowances.set(keyOf(sender, spender), amount);
  emit(vault, config.at.vault, "Approval", { owner: sender, spender, amount });
  return true;
}

export function transfer(vault: Vault, sender: Address, to: Address, amount: bigint): boolean {
  checkReceiver(to);
  move(vault, sender, sender, to, amount);
  return true;
}

export function transferFrom(vault: Vault, sender: Address, from: Address, to: Address, amount: bigint): boolean {
  checkReceiver(to);
  checkPlace(vault, sender, to);
  const allowed = allowance(vault, from, sender);
  if (allowed !== UNLIMITED) {
    check(amount <= allowed, "InsufficientAllowance");
    const { books } = vault.state;
    books.allowances = books.allowances.set(keyOf(from, sender), allowed - amount);
  }
  move(vault, sender, from, to, amount);
  return true;
}

/** Moves shares; `by` is who called the vault. From nobody: a mint. To nobody: a burn. */
export function move(vault: Vault, by: Address, from: Address, to: Address, amount: bigint): void {
  const { books, config } = vault.state;
  checkPlace(vault, by, to);
  if (from === ZERO_ADDRESS) {
    books.supply += amount;
  } else {
    const held = balanceOf(vault, from);
    check(amount <= held, "InsufficientBalance");
    books.balances = books.balances.set(from, held - amount);
  }
  if (to === ZERO_ADDRESS) books.supply -= amount;
  else books.balances = books.balances.set(to, balanceOf(vault, to) + amount);
  emit(vault, config.at.vault, "Transfer", { from, to, amount });
}

export function checkReceiver(receiver: Address): void {
  check(receiver !== ZERO_ADDRESS, "ReceiverZero");
}

/** Shares come to the queue by requests alone, and to the vault never. */
function checkPlace({ state: { config } }: Vault, by: Address, to: Address): void {
  const { queue, vault } = config.at;
  check(to !== vault && (to !== queue || by === queue), "TakesNoShares", to);
}
