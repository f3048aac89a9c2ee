import type { Address } from "../../../shared/machine.ts";
import type { Restaker } from "./restaker.ts";
import { exitingLst, idleLstOf, toAssetsDown } from "./told-reserves.ts";
import { flowsOf, slotValue } from "./told-slots.ts";

/** Components of the vault: delegators of slots, and reserves. */

export const isReserve = ({ state }: Restaker, at: Address): boolean => state.neighbours.reserves.has(at);

export const worthAt = (m: Restaker, at: Address): bigint =>
  isReserve(m, at) ? toAssetsDown(m, at, idleLstOf(m, at) + exitingLst(m, at)) : slotValue(m, at);

/** What becomes ETH, or idle LST, with time alone. */
export const exitingAssets = (m: Restaker, at: Address): bigint =>
  isReserve(m, at) ? toAssetsDown(m, at, exitingLst(m, at)) : flowsOf(m, at).exiting;
