import { attempt, type Machine } from "../../shared/machine.ts";
import type { Reserve } from "./reserve.ts";
import { exitingAssets, isExitable, toAssetsDown, value } from "./reserve-views.ts";

/** How legs read a reserve: what cannot be read counts nothing (OPS-30), and idle LST that cannot leave neither (OPS-43). */

export const idleIn = (reserve: Reserve): bigint =>
  isExitable(reserve) ? orNothing(reserve, () => toAssetsDown(reserve, reserve.state.idleLst), 0n).found : 0n;

/** @returns whether it could not be read, and what is on its way to ETH */
export function exitingOf(reserve: Reserve): [failed: boolean, assets: bigint] {
  const { failed, found } = orNothing(reserve, () => exitingAssets(reserve), 0n);
  return [failed, found];
}

export const valueIn = (reserve: Reserve): bigint => orNothing(reserve, () => value(reserve), 0n).found;

/** What a read finds; what counts as nothing, where it fails. */
export function orNothing<S extends object, T>(
  machine: Machine<S>,
  read: () => T,
  nothing: T,
): { readonly failed: boolean; readonly found: T } {
  let found = nothing;
  const revert = attempt(machine, () => {
    found = read();
  });
  return { failed: revert !== undefined, found };
}
