import { type Address, emit } from "../../shared/machine.ts";
import { check } from "../../shared/revert.ts";
import { max, min } from "../../shared/uint.ts";
import type { Stop, Vault } from "../state.ts";
import { onlyGovernor } from "./roles.ts";

/** A stop ends by itself, and the next begins only after an equal open time. */

const MAX_STOP_SECONDS = 14n * 86_400n;

export function pauseDeposits(vault: Vault, sender: Address, durationSeconds: bigint): void {
  const { controls, config } = vault.state;
  onlyGovernor(vault, sender);
  controls.closed = nextStop(vault, controls.closed, durationSeconds);
  writeStops(vault);
  const untilTimestamp = controls.closed.until;
  emit(vault, config.at.settings, "DepositsPausedFor", { durationSeconds, untilTimestamp });
}

/** Stops exits, and deposits with them: one stop with a pause that it follows too soon. */
export function contain(vault: Vault, sender: Address, durationSeconds: bigint): void {
  const { controls, config } = vault.state;
  onlyGovernor(vault, sender);
  const { closed, containment } = controls;
  controls.containment = nextStop(vault, containment, durationSeconds);
  controls.containedBefore += containment.until - containment.from;
  const { until } = controls.containment;
  const follows = vault.block.timestamp < nextAllowedAt(closed);
  controls.closed = follows ? { ...closed, until: max(closed.until, until) } : controls.containment;
  writeStops(vault);
  emit(vault, config.at.settings, "Contained", { untilTimestamp: until });
}

/** Seconds of all containments up to now. */
export function stoppedSeconds({ state: { controls }, block }: Vault): bigint {
  const { containment, containedBefore } = controls;
  return containedBefore + min(block.timestamp, containment.until) - containment.from;
}

function nextStop({ block }: Vault, last: Stop, durationSeconds: bigint): Stop {
  check(durationSeconds <= MAX_STOP_SECONDS, "StopTooLong", durationSeconds, MAX_STOP_SECONDS);
  const allowedAt = nextAllowedAt(last);
  check(block.timestamp >= allowedAt, "StoppedTooRecently", allowedAt);
  return { from: block.timestamp, until: block.timestamp + durationSeconds };
}

const nextAllowedAt = ({ from, until }: Stop): bigint => 2n * until - from;

function writeStops({ state: { books, controls } }: Vault): void {
  [books.pausedUntil, books.containedUntil] = [controls.closed.until, controls.containment.until];
}
