import type { Address } from "../../shared/machine.ts";
import { type Core, emit } from "../core.ts";
import { check } from "../errors.ts";

/** Pausing by bits: pausers only set them, the unpauser only clears them. */

const ALL = (1n << 256n) - 1n;

export const paused = ({ state }: Core, contract: Address): bigint => state.paused.get(contract) ?? 0n;

export const isPaused = (core: Core, contract: Address, index: bigint): boolean =>
  ((paused(core, contract) >> index) & 1n) === 1n;

export function requireNotPaused(core: Core, contract: Address, index: bigint): void {
  check(!isPaused(core, contract, index), "CurrentlyPaused");
}

export function pause(core: Core, sender: Address, contract: Address, newPausedStatus: bigint): void {
  onlyPauser(core, sender);
  check((paused(core, contract) & ~newPausedStatus) === 0n, "InvalidNewPausedStatus");
  write(core, sender, contract, newPausedStatus);
}

export function pauseAll(core: Core, sender: Address, contract: Address): void {
  onlyPauser(core, sender);
  write(core, sender, contract, ALL);
}

export function unpause(core: Core, sender: Address, contract: Address, newPausedStatus: bigint): void {
  check(sender === core.state.config.unpauser, "OnlyUnpauser");
  check((newPausedStatus & ~paused(core, contract)) === 0n, "InvalidNewPausedStatus");
  core.state.paused = core.state.paused.set(contract, newPausedStatus);
  emit(core, contract, "Unpaused", { account: sender, newPausedStatus });
}

function onlyPauser({ state }: Core, sender: Address): void {
  check(state.config.pausers.includes(sender), "OnlyPauser");
}

function write(core: Core, account: Address, contract: Address, newPausedStatus: bigint): void {
  core.state.paused = core.state.paused.set(contract, newPausedStatus);
  emit(core, contract, "Paused", { account, newPausedStatus });
}
