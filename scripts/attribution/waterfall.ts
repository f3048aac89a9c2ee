import { byOrder, labelOf } from "./causes.ts";
import { E36, type Part } from "./rate-parts.ts";
import { WAD } from "../lib/units.ts";

/** A rate from its start to now, by cause. */
export interface Waterfall {
  readonly startRateWad: bigint;
  readonly parts: readonly WaterfallPart[];
  /** Start plus the parts. */
  readonly endRateWad: bigint;
  /** The same rate, read from the chain and not from events. */
  readonly chainRateWad: bigint;
  /** Whether it ends before now, with the last holder: an empty vault has no rate. */
  readonly endsWithLastHolder: boolean;
}

/** What one cause has moved. */
interface WaterfallPart {
  readonly cause: string;
  readonly label: string;
  readonly wad: bigint;
  /** The events that it was computed from, as `Contract.Event`, and how many there were. */
  readonly events: readonly { readonly name: string; readonly count: number }[];
}

/** Rounds down, below zero too. */
function floorDiv(value: bigint, by: bigint): bigint {
  return value >= 0n ? value / by : -((-value + by - 1n) / by);
}

/**
 * The exit rate from 1 to now, one part a cause. Parts have 36 digits; they are shown with 18, each as the rounded sum up
 * to it less the rounded sum before it, so that what is shown adds up to the rounded rate as well.
 */
export function waterfall(parts: readonly Part[], chainRateWad: bigint, endsWithLastHolder = false): Waterfall {
  let level = E36;
  const shown: WaterfallPart[] = [...parts]
    .sort((a, b) => byOrder(a.cause, b.cause))
    .map(({ cause, e36, events }) => {
      const before = floorDiv(level, WAD);
      level += e36;
      return {
        cause,
        label: labelOf(cause),
        wad: floorDiv(level, WAD) - before,
        events: [...events].map(([name, count]) => ({ name, count })),
      };
    });
  return { startRateWad: WAD, parts: shown, endRateWad: floorDiv(level, WAD), chainRateWad, endsWithLastHolder };
}
