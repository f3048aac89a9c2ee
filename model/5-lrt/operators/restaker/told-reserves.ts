import { type Address, emit } from "../../../shared/machine.ts";
import { check, empty } from "../../../shared/revert.ts";
import { mul, sub } from "../../../shared/uint.ts";
import type { ToldReserve, ToldStrategy } from "./neighbours.ts";
import type { Restaker } from "./restaker.ts";

/** Reserves and strategies of LSTs as a restaker meets them: rates are told, and amounts follow from what is asked of them. */

const WAD = 10n ** 18n;

export const toldReserve = ({ state }: Restaker, at: Address): ToldReserve =>
  state.neighbours.reserves.get(at) ?? empty();

export function tellReserve(m: Restaker, at: Address, told: Partial<ToldReserve>): void {
  const { neighbours } = m.state;
  m.state.neighbours = { ...neighbours, reserves: neighbours.reserves.set(at, { ...toldReserve(m, at), ...told }) };
}

export function toAssetsDown(m: Restaker, at: Address, amount: bigint): bigint {
  const { rateWad, broken } = toldReserve(m, at);
  check(!broken, "Broken");
  return mul(amount, rateWad) / WAD;
}

export function toLstDown(m: Restaker, at: Address, assets: bigint): bigint {
  const { rateWad, broken } = toldReserve(m, at);
  check(!broken, "Broken");
  return rateWad === 0n ? 0n : mul(assets, WAD) / rateWad;
}

export function isExitable(m: Restaker, at: Address): boolean {
  const { exitable, broken } = toldReserve(m, at);
  check(!broken, "Broken");
  return exitable;
}

export const idleLstOf = (m: Restaker, at: Address): bigint => toldReserve(m, at).idleLst;

/** LST in its exit queue. */
export const exitingLst = (m: Restaker, at: Address): bigint =>
  toldReserve(m, at)
    .exits.entries()
    .reduce((sum, [, amount]) => sum + amount, 0n);

export function retire(m: Restaker, at: Address): void {
  tellReserve(m, at, { isRetiring: true });
  emit(m, at, "Retired", { lst: toldReserve(m, at).lst });
}

export function send(m: Restaker, at: Address, to: Address, amount: bigint): void {
  tellReserve(m, at, { idleLst: sub(idleLstOf(m, at), amount) });
  emit(m, at, "Sent", { to, amount });
}

export function receiveLst(m: Restaker, at: Address, amount: bigint): void {
  tellReserve(m, at, { idleLst: idleLstOf(m, at) + amount });
  emit(m, at, "Received", { amount, limited: false });
}

export function requestExit(m: Restaker, at: Address, amount: bigint): void {
  const { exits, lastExit, idleLst } = toldReserve(m, at);
  const exitId = lastExit + 1n;
  tellReserve(m, at, { idleLst: sub(idleLst, amount), lastExit: exitId, exits: exits.set(String(exitId), amount) });
  emit(m, at, "ExitRequested", { exitId, amount });
}

/** @param takeBack gives the ETH to the vault */
export function claimExit(m: Restaker, at: Address, exitId: bigint, takeBack: (assets: bigint) => void): bigint {
  const { exits } = toldReserve(m, at);
  const amount = exits.get(String(exitId)) ?? 0n;
  check(amount !== 0n, "UnknownExit", exitId);
  const assets = toAssetsDown(m, at, amount);
  tellReserve(m, at, { exits: exits.delete(String(exitId)) });
  takeBack(assets);
  emit(m, at, "ExitClaimed", { exitId, assets });
  return assets;
}

// --- strategies -------------------------------------------------------------------------------------------------------

export const toldStrategy = ({ state }: Restaker, at: Address): ToldStrategy =>
  state.neighbours.strategies.get(at) ?? empty();

export function tellStrategy(m: Restaker, at: Address, told: Partial<ToldStrategy>): void {
  const { neighbours } = m.state;
  const strategies = neighbours.strategies.set(at, { ...toldStrategy(m, at), ...told });
  m.state.neighbours = { ...neighbours, strategies };
}

export function sharesToUnderlying(m: Restaker, at: Address, given: bigint): bigint {
  const { amount, shares } = readable(m, at);
  return mul(given, amount) / shares;
}

export function underlyingToShares(m: Restaker, at: Address, given: bigint): bigint {
  const { amount, shares } = readable(m, at);
  return mul(given, shares) / amount;
}

function readable(m: Restaker, at: Address): ToldStrategy {
  const told = toldStrategy(m, at);
  check(!told.broken, "Broken");
  return told;
}
