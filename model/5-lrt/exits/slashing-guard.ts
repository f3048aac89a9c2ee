import { type Address, emit, keyOf } from "../../shared/machine.ts";
import { check } from "../../shared/revert.ts";
import { configuredAt, NO_BUCKET, pouredAt, roomAt } from "../../shared/leaky-bucket.ts";
import { removed } from "../../shared/placed-list.ts";
import { ceilDiv, max, min } from "../../shared/uint.ts";
import { onlyGovernor } from "../access/roles.ts";
import { stoppedSeconds } from "../access/stops.ts";
import type { Announcement, Service, Vault } from "../state.ts";

/**
 * Holds exits back while a slash is announced, each fault once, and no longer than the service's budget of whole blocks
 * reaches, which leaks only while exits are not contained.
 */

const MAX_SERVICES = 8n;
const MAX_LIVE = 8;
const SECONDS_PER_BLOCK = 12n;
const WAD = 10n ** 18n;
const MAX_HELD_WAD = WAD / 2n;

export function list(vault: Vault, sender: Address, service: Address, budget: bigint, period: bigint): void {
  const { guard, config } = vault.state;
  onlyGovernor(vault, sender);
  check(budget >= SECONDS_PER_BLOCK && budget <= period, "InvalidBudget", budget, period);
  check(BigInt(guard.services.length) !== MAX_SERVICES, "TooManyServices", MAX_SERVICES);
  check(!guard.services.includes(service), "AlreadyListed", service);
  const heldWad = guard.heldWad + partOf(budget, period);
  check(heldWad <= MAX_HELD_WAD, "HeldTooLong", heldWad, MAX_HELD_WAD);
  guard.heldWad = heldWad;
  guard.services = [...guard.services, service];
  const known = serviceOf(vault, service);
  setService(vault, service, { ...known, budget: configuredAt(known.budget, budget, period, openClock(vault)) });
  emit(vault, config.at.slashingGuard, "ServiceListed", { service, budgetSeconds: budget, periodSeconds: period });
}

/** Drops a service; its hold ends at once. */
export function drop(vault: Vault, sender: Address, service: Address): void {
  const { guard, config } = vault.state;
  onlyGovernor(vault, sender);
  check(guard.services.includes(service), "NotListed", service);
  const { capacity, periodSeconds } = serviceOf(vault, service).budget;
  guard.services = removed(guard.services, service);
  guard.heldWad -= partOf(capacity, periodSeconds);
  emit(vault, config.at.slashingGuard, "ServiceDropped", { service });
}

/** Asks every service, and notes what it sees for the first time. */
export function isHeldBack(vault: Vault): boolean {
  let held = false;
  for (const service of vault.state.guard.services) if (ask(vault, service)) held = true;
  return held;
}

export const isHeldBackBy = (vault: Vault, service: Address): boolean =>
  vault.state.guard.services.includes(service) && ask(vault, service);

/** What {@link isHeldBack} would say now. */
export const wouldHoldBack = (vault: Vault): boolean =>
  vault.state.guard.services.some((service) =>
    announcedBy(vault, service).some(({ faultId, expiresAt }) => {
      const known = vault.state.guard.faults.get(keyOf(service, faultId));
      return vault.block.timestamp < (known ?? grown(vault, service, expiresAt).until);
    }),
  );

export function budgetLeftSeconds(vault: Vault, service: Address): bigint {
  const listed = vault.state.guard.services.includes(service);
  return listed ? roomAt(serviceOf(vault, service).budget, openClock(vault)) : 0n;
}

/** Seconds in which exits have been held back, up to now. */
export function heldSeconds({ state: { guard }, block }: Vault): bigint {
  const { from, until, secondsBefore } = guard.held;
  return secondsBefore + min(block.timestamp, until) - from;
}

/** Stops exits when a service has announced something that holds them back. */
export function holdExits(vault: Vault, service: Address): boolean {
  const held = isHeldBackBy(vault, service);
  if (held) vault.state.books.isHeldBack = true;
  return held;
}

export const serviceOf = ({ state }: Vault, service: Address): Service =>
  state.guard.known.get(service) ?? { budget: NO_BUCKET, heldUntil: 0n };

function ask(vault: Vault, service: Address): boolean {
  let held = false;
  for (const one of announcedBy(vault, service)) if (believe(vault, service, one)) held = true;
  return held;
}

const NOTHING_ANNOUNCED: readonly Announcement[] = [];

/** Up to so many against operators of the vault, operator by operator, of which the lapsed are left out. */
function announcedBy({ state, block }: Vault, service: Address): readonly Announcement[] {
  const all = state.world.announcements.get(service);
  if (all === undefined || all.length === 0) return NOTHING_ANNOUNCED;
  const against = state.config.operatorsAtRisk.flatMap((operator) => all.filter((one) => one.operator === operator));
  return against.slice(0, MAX_LIVE).filter(({ expiresAt }) => block.timestamp < expiresAt);
}

function believe(vault: Vault, service: Address, { operator, faultId, expiresAt }: Announcement): boolean {
  const { guard, config } = vault.state;
  const { timestamp } = vault.block;
  const key = keyOf(service, faultId);
  const known = guard.faults.get(key);
  if (known !== undefined) return timestamp < known;
  const hold = grown(vault, service, expiresAt);
  const { budget } = serviceOf(vault, service);
  const poured = pouredAt(budget, hold.blocks * SECONDS_PER_BLOCK, openClock(vault));
  const next = hold.blocks === 0n || poured === undefined ? budget : poured;
  setService(vault, service, { budget: next, heldUntil: hold.until });
  const until = min(expiresAt, hold.until);
  guard.faults = guard.faults.set(key, until);
  noteHeld(vault, until);
  emit(vault, config.at.slashingGuard, "ExitsHeldBack", { service, operator, faultId, until });
  return timestamp < until;
}

/** How far whole blocks of a service's budget move the end of its hold. */
function grown(vault: Vault, service: Address, expiresAt: bigint): { until: bigint; blocks: bigint } {
  const { budget, heldUntil } = serviceOf(vault, service);
  const from = max(heldUntil, vault.block.timestamp);
  if (expiresAt <= from) return { until: from, blocks: 0n };
  const room = roomAt(budget, openClock(vault)) / SECONDS_PER_BLOCK;
  const blocks = min(ceilDiv(expiresAt - from, SECONDS_PER_BLOCK), room);
  return { until: from + min(expiresAt - from, blocks * SECONDS_PER_BLOCK), blocks };
}

/** Spans that overlap count once. */
function noteHeld({ state: { guard }, block }: Vault, until: bigint): void {
  const { held } = guard;
  if (until <= block.timestamp) return;
  if (block.timestamp > held.until) {
    const secondsBefore = held.secondsBefore + held.until - held.from;
    guard.held = { from: block.timestamp, until, secondsBefore };
  } else {
    guard.held = { ...held, until: max(held.until, until) };
  }
}

const openClock = (vault: Vault): bigint => vault.block.timestamp - stoppedSeconds(vault);

const partOf = (budget: bigint, period: bigint): bigint => ceilDiv(budget * WAD, period);

function setService({ state: { guard } }: Vault, service: Address, next: Service): void {
  guard.known = guard.known.set(service, next);
}
