import { orNothing } from "./bounded-reads.ts";
import type { Delegator } from "./delegator.ts";
import { exitingAssets, type Flows, flows, value } from "./delegator-views.ts";

/** How legs read a delegator: what cannot be read counts nothing (OPS-30). */

const NOTHING: Flows = { tokens: 0n, native: 0n, exiting: 0n, stuck: 0n };

/** @returns whether it could not be read, and what stays and what has left */
export function flowsIn(delegator: Delegator): [failed: boolean, found: Flows] {
  const { failed, found } = orNothing(delegator, () => flows(delegator), NOTHING);
  return [failed, found];
}

export function exitingIn(delegator: Delegator): [failed: boolean, assets: bigint] {
  const { failed, found } = orNothing(delegator, () => exitingAssets(delegator), 0n);
  return [failed, found];
}

export const valueIn = (delegator: Delegator): bigint => orNothing(delegator, () => value(delegator), 0n).found;
