import { type Address, keyOf } from "../../shared/machine.ts";
import type { Core } from "../core.ts";
import { WAD } from "../libraries/constants.ts";
import { atBlock } from "../libraries/snapshots.ts";
import type { Magnitudes } from "./state.ts";

/** An operator's magnitudes in a strategy: a maximum that starts at 1e18 and only falls, and the part that is promised. */

const WHOLE: Magnitudes = { max: WAD, encumbered: 0n, history: undefined, deallocations: [] };

export const magnitudesOf = ({ state }: Core, operator: Address, strategy: Address): Magnitudes =>
  state.magnitudes.get(keyOf(operator, strategy)) ?? WHOLE;

export function setMagnitudes({ state }: Core, operator: Address, strategy: Address, magnitudes: Magnitudes): void {
  state.magnitudes = state.magnitudes.set(keyOf(operator, strategy), magnitudes);
}

export const getMaxMagnitude = (core: Core, operator: Address, strategy: Address): bigint =>
  magnitudesOf(core, operator, strategy).max;

/** The maximum at the end of a block. */
export const getMaxMagnitudeAtBlock = (core: Core, operator: Address, strategy: Address, block: bigint): bigint =>
  atBlock(magnitudesOf(core, operator, strategy).history, block, WAD);

export const getMaxMagnitudesAtBlock = (
  core: Core,
  operator: Address,
  strategies: readonly Address[],
  block: bigint,
): readonly bigint[] => strategies.map((strategy) => getMaxMagnitudeAtBlock(core, operator, strategy, block));
