import { type Address, emit } from "../../shared/machine.ts";
import { check, Revert } from "../../shared/revert.ts";
import { toInt, toInt256 } from "../../shared/uint.ts";
import { isHeldBack } from "../exits/slashing-guard.ts";
import type { Component, Position, Vault } from "../state.ts";
import { applyNet } from "./vault-accounting.ts";

/**
 * Records: what the books say a component is worth, and their sync. One that cannot be read stops full syncs until it has
 * been reported for a quarantine; then it counts nothing, and is in doubt for a grace.
 */

export const MAX_COMPONENTS = 24n;

const EMPTY: Component = { positions: [], asOf: 0n, inDoubt: false, broken: false, lst: "", rateWad: 0n };

export interface Found {
  readonly positions: readonly Position[];
  readonly asOf: bigint;
  readonly inDoubt: boolean;
}

export const componentOf = ({ state }: Vault, component: Address): Component =>
  state.world.components.get(component) ?? EMPTY;

export function addComponent(vault: Vault, component: Address): void {
  const { books, config } = vault.state;
  check(!isComponent(vault, component), "ComponentKnown", component);
  check(BigInt(books.entries.length) !== MAX_COMPONENTS, "TooManyComponents", MAX_COMPONENTS);
  books.entries = [...books.entries, { component, record: 0n }];
  emit(vault, config.at.vault, "ComponentAdded", { component });
}

/** What was last takes its place. */
export function removeComponent(vault: Vault, component: Address): void {
  const { books, config } = vault.state;
  const record = recordOf(vault, component);
  const value = valueAt(vault, component);
  check(record === 0n && value === 0n, "ComponentNotEmpty", component, record, value);
  const last = books.entries.at(-1);
  const rest = books.entries.slice(0, -1);
  books.entries = rest.map((entry) => (entry.component === component && last !== undefined ? last : entry));
  emit(vault, config.at.vault, "ComponentRemoved", { component });
}

/** Reads every component, nets the changes and what is pending, and asks last who has announced something. */
export function syncAll(vault: Vault): void {
  const { books } = vault.state;
  check(books.move === undefined, "MoveInProgress");
  let [net, doubtful, inDoubt, oldest] = [-books.pending, 0n, false, vault.block.timestamp];
  for (const { component } of books.entries) {
    const found = syncOne(vault, component, true);
    net += found.change;
    if (found.asOf < oldest) oldest = found.asOf;
    inDoubt ||= found.inDoubt;
    if (found.inDoubt && found.change < 0n) doubtful -= found.change;
  }
  books.asOf = oldest;
  books.pending = 0n;
  applyNet(vault, net, doubtful, inDoubt);
  if (isHeldBack(vault)) books.isHeldBack = true;
}

/** Reads one. A loss is noted, and closes deposits; what may come back is left to the full sync. */
export function sync(vault: Vault, component: Address): void {
  const { books, config } = vault.state;
  check(books.move === undefined, "MoveInProgress");
  check(isComponent(vault, component), "NotAComponent", component);
  const { change, inDoubt } = syncOne(vault, component, false);
  if (change >= 0n) return;
  books.isClosedByLoss = true;
  if (inDoubt) return;
  books.pending -= change;
  emit(vault, config.at.vault, "LossNoted", { component, assets: -change });
}

/** Starts the clock of a component that cannot be read. */
export function reportFailure(vault: Vault, component: Address): void {
  const { books } = vault.state;
  check(isComponent(vault, component), "NotAComponent", component);
  const known = books.failingSince.has(component);
  check(componentOf(vault, component).broken && !known, "ComponentReadable", component);
  setFailing(vault, component, vault.block.timestamp);
}

/** What a component says, or nothing when it cannot be read. */
export function read(vault: Vault, component: Address): Found | undefined {
  const { positions, asOf, inDoubt, broken } = componentOf(vault, component);
  return broken ? undefined : { positions, asOf: asOf === 0n ? vault.block.timestamp : asOf, inDoubt };
}

/** What counts for one that cannot be read: nothing, once its quarantine has begun. */
export function readUnreadable({ state, block }: Vault, component: Address): Found {
  const { quarantineSeconds, graceSeconds } = state.config;
  const since = state.books.failingSince.get(component);
  const quarantineAt = since === undefined ? 0n : since + quarantineSeconds;
  check(since !== undefined && block.timestamp >= quarantineAt, "ComponentUnreadable", component, quarantineAt);
  return { positions: [], asOf: block.timestamp, inDoubt: block.timestamp < quarantineAt + graceSeconds };
}

export function valueAt(vault: Vault, component: Address): bigint {
  const { positions, broken } = componentOf(vault, component);
  if (broken) throw new Revert("Broken");
  return worthOf(positions);
}

export function recordOf({ state }: Vault, component: Address): bigint {
  const entry = state.books.entries.find((one) => one.component === component);
  check(entry !== undefined, "NotAComponent", component);
  return entry.record;
}

/** A move or a receipt changes a record by so much. */
export function book(vault: Vault, component: Address, change: bigint): void {
  setRecord(vault, component, toInt(96n, recordOf(vault, component) + change));
}

export function checkAge({ state: { config }, block }: Vault, asOf: bigint): void {
  const { maxCheckpointAgeSeconds } = config;
  check(block.timestamp <= asOf + maxCheckpointAgeSeconds, "CheckpointTooOld", asOf, maxCheckpointAgeSeconds);
}

export const worthOf = (positions: readonly Position[]): bigint =>
  positions.reduce((sum, { assets }) => sum + assets, 0n);

function syncOne(vault: Vault, component: Address, full: boolean): Omit<Found, "positions"> & { change: bigint } {
  const { books, config } = vault.state;
  const record = recordOf(vault, component);
  const readable = read(vault, component);
  if (readable !== undefined && books.failingSince.has(component)) setFailing(vault, component, 0n);
  const { positions, asOf, inDoubt } = readable ?? readUnreadable(vault, component);
  const assets = toInt256(worthOf(positions));
  const change = assets - record;
  // a lone sync leaves alone what it does not note
  if (change === 0n || (!full && (change > 0n || inDoubt))) return { change, asOf, inDoubt };
  setRecord(vault, component, toInt(96n, assets));
  for (const position of positions) emit(vault, config.at.vault, "PositionSynced", { component, ...position });
  emit(vault, config.at.vault, "ComponentSynced", { component, assetsBefore: record, assetsAfter: assets });
  return { change, asOf, inDoubt };
}

function setFailing(vault: Vault, component: Address, since: bigint): void {
  const { books, config } = vault.state;
  const { failingSince } = books;
  books.failingSince = since === 0n ? failingSince.delete(component) : failingSince.set(component, since);
  const quarantineAt = since === 0n ? 0n : since + config.quarantineSeconds;
  emit(vault, config.at.vault, "ComponentFailing", { component, quarantineAt });
}

function setRecord({ state: { books } }: Vault, component: Address, record: bigint): void {
  books.entries = books.entries.map((entry) => (entry.component === component ? { component, record } : entry));
}

const isComponent = ({ state }: Vault, component: Address): boolean =>
  state.books.entries.some((entry) => entry.component === component);
