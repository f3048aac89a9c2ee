import { type Address, attempt, emit } from "../../../shared/machine.ts";
import { mul, saturatingSub, sub } from "../../../shared/uint.ts";
import type { ToldVault } from "./neighbours.ts";
import type { Restaker } from "./restaker.ts";
import { worthAt } from "./told-places.ts";

/** Vault and exit queue as a restaker meets them: a record is what its component was worth when a move or a sync ended. */

const WAD = 10n ** 18n;

export const vaultOf = ({ state }: Restaker): ToldVault => state.neighbours.vault;

export function tellVault({ state }: Restaker, told: Partial<ToldVault>): void {
  state.neighbours = { ...state.neighbours, vault: { ...state.neighbours.vault, ...told } };
}

export const surplusIdle = (m: Restaker): bigint => saturatingSub(vaultOf(m).idle, vaultOf(m).reserved);

export const sharesToAssetsDown = (m: Restaker, shares: bigint): bigint => mul(shares, vaultOf(m).rateWad) / WAD;

export const recordOf = (m: Restaker, component: Address): bigint => vaultOf(m).records.get(component) ?? 0n;

export function addComponent(m: Restaker, component: Address): void {
  tellVault(m, { components: [...vaultOf(m).components, component] });
  emit(m, m.state.config.vault, "ComponentAdded", { component });
}

/** A component is read alone. */
export function sync(m: Restaker, component: Address): void {
  record(m, component);
  emit(m, m.state.config.vault, "Synced", { component });
}

/** All that can be read is, and all is recognised. */
export function syncAll(m: Restaker): void {
  const { idle, lockedProfit, feesOwed, components } = vaultOf(m);
  for (const component of components) attempt(m, () => record(m, component));
  const all = components.reduce((sum, component) => sum + recordOf(m, component), idle);
  tellVault(m, { recognised: saturatingSub(all, lockedProfit + feesOwed) });
}

/** A whole move: the places are read before and after; `maxLossAssets` is asked for at its end. */
export function move(m: Restaker, from: Address, to: Address, work: () => void, maxLossAssets: () => bigint): void {
  const { vault: at } = m.state.config;
  const places = [from, to].filter((place) => place !== at);
  for (const place of places) worthAt(m, place);
  emit(m, at, "MoveBegun", { from, to });
  work();
  const most = maxLossAssets();
  for (const place of places) record(m, place);
  emit(m, at, "MoveEnded", { maxLossAssets: most });
}

export function sendIdle(m: Restaker, assets: bigint): void {
  tellVault(m, { idle: sub(vaultOf(m).idle, assets) });
  emit(m, m.state.config.vault, "IdleSent", { assets });
}

function record(m: Restaker, component: Address): void {
  tellVault(m, { records: vaultOf(m).records.set(component, worthAt(m, component)) });
}
