import { type Address, keyOf, type Machine, ZERO_ADDRESS } from "./machine.ts";
import { empty, Revert } from "./revert.ts";
import type { Table } from "./table.ts";
import { add, sub } from "./uint.ts";

/** Balances and allowances of plain ERC-20 tokens, behaving as OpenZeppelin's. */
export interface TokenState {
  /** Supply, by token; a token that is not here has no code. */
  readonly supplies: Table<bigint>;
  /** By token and owner. */
  readonly balances: Table<bigint>;
  /** By token, owner and spender. */
  readonly allowances: Table<bigint>;
}

const UNLIMITED = (1n << 256n) - 1n;

export const balanceOf = ({ state }: Machine<TokenState>, token: Address, owner: Address): bigint =>
  state.balances.get(keyOf(token, owner)) ?? 0n;

export const allowance = ({ state }: Machine<TokenState>, token: Address, owner: Address, spender: Address): bigint =>
  state.allowances.get(keyOf(token, owner, spender)) ?? 0n;

export function approve(
  machine: Machine<TokenState>,
  owner: Address,
  token: Address,
  spender: Address,
  value: bigint,
): boolean {
  if (spender === ZERO_ADDRESS) throw new Revert("ERC20InvalidSpender", [spender]);
  setAllowance(machine, token, owner, spender, value);
  machine.events.push({ at: token, event: "Approval", args: { owner, spender, value } });
  return true;
}

/** Creates tokens; what stands in for an issuer. */
export function mint(machine: Machine<TokenState>, token: Address, to: Address, value: bigint): void {
  if (to === ZERO_ADDRESS) throw new Revert("ERC20InvalidReceiver", [to]);
  move(machine, token, ZERO_ADDRESS, to, value);
}

/** Takes tokens out of existence, whoever holds them. */
export function burn(machine: Machine<TokenState>, token: Address, from: Address, value: bigint): void {
  if (from === ZERO_ADDRESS) throw new Revert("ERC20InvalidSender", [from]);
  move(machine, token, from, ZERO_ADDRESS, value);
}

export function transfer(
  machine: Machine<TokenState>,
  sender: Address,
  token: Address,
  to: Address,
  value: bigint,
): boolean {
  if (to === ZERO_ADDRESS) throw new Revert("ERC20InvalidReceiver", [to]);
  move(machine, token, sender, to, value);
  return true;
}

export function transferFrom(
  machine: Machine<TokenState>,
  sender: Address,
  token: Address,
  from: Address,
  to: Address,
  value: bigint,
): boolean {
  const allowed = allowance(machine, token, from, sender);
  if (allowed < UNLIMITED) {
    if (allowed < value) throw new Revert("ERC20InsufficientAllowance", [sender, allowed, value]);
    setAllowance(machine, token, from, sender, allowed - value);
  }
  return transfer(machine, from, token, to, value);
}

/**
 * What stands at an address that is no token: nothing, code that answers nothing to anything, or a contract that knows
 * no such function.
 */
export type Stranger = "nothing" | "silent" | "contract";

/** A transfer as SafeERC20 makes it: it takes silence of a contract for success. */
export function safeTransfer(
  machine: Machine<TokenState>,
  sender: Address,
  token: Address,
  to: Address,
  value: bigint,
  strangerAt: (address: Address) => Stranger,
): void {
  if (isToken(machine, token, strangerAt)) transfer(machine, sender, token, to, value);
}

/** The same, from somebody who allowed it. */
export function safeTransferFrom(
  machine: Machine<TokenState>,
  sender: Address,
  token: Address,
  from: Address,
  to: Address,
  value: bigint,
  strangerAt: (address: Address) => Stranger,
): void {
  if (isToken(machine, token, strangerAt)) transferFrom(machine, sender, token, from, to, value);
}

function isToken({ state }: Machine<TokenState>, token: Address, strangerAt: (address: Address) => Stranger): boolean {
  if (state.supplies.has(token)) return true;
  const stranger = strangerAt(token);
  if (stranger === "nothing") throw new Revert("SafeERC20FailedOperation", [token]);
  return stranger === "silent" ? false : empty();
}

function setAllowance(
  { state }: Machine<TokenState>,
  token: Address,
  owner: Address,
  spender: Address,
  value: bigint,
): void {
  state.allowances = state.allowances.set(keyOf(token, owner, spender), value);
}

/** From nobody: a mint. To nobody: a burn. */
function move(machine: Machine<TokenState>, token: Address, from: Address, to: Address, value: bigint): void {
  const { state } = machine;
  const supply = state.supplies.get(token) ?? 0n;
  if (from === ZERO_ADDRESS) {
    state.supplies = state.supplies.set(token, add(supply, value));
  } else {
    const held = balanceOf(machine, token, from);
    if (held < value) throw new Revert("ERC20InsufficientBalance", [from, held, value]);
    state.balances = state.balances.set(keyOf(token, from), held - value);
  }
  if (to === ZERO_ADDRESS) state.supplies = state.supplies.set(token, sub(supply, value));
  else state.balances = state.balances.set(keyOf(token, to), balanceOf(machine, token, to) + value);
  machine.events.push({ at: token, event: "Transfer", args: { from, to, value } });
}
