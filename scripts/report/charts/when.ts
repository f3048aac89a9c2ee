import type { Moment, Playback } from "../../scenario/playback.ts";
import { formatAmount } from "../../scenario/format.ts";
import { WAD } from "../../lib/units.ts";
import type { Width } from "../svg.ts";

/** Below it a loss is what floors take. */
const DUST_WEI = WAD / 10_000n;
/** Room that the number of an act takes on an axis, as a part of the axis. */
const NUMBER_WIDTH: Readonly<Record<Width, number>> = { narrow: 0.09, wide: 0.045 };

/** Room that a time takes below an axis, as a part of the axis. */
const TIME_WIDTH: Readonly<Record<Width, number>> = { narrow: 0.14, wide: 0.07 };

/** Acts that begin at about one place of an axis. */
interface ActMark {
  readonly at: number;
  /** `2`, or `3–5` of acts that are too close together to be told apart. */
  readonly numbers: string;
}

/** A loss that came at once. */
export interface LossMark {
  readonly at: number;
  readonly wei: bigint;
  readonly text: string;
}

/**
 * The time of a story, and what happened when. Most of a story happens within minutes between days in which nothing does,
 * so its axis is not to scale: each step is as wide as any other, and the time stands at acts.
 */
export interface When {
  readonly unit: "days" | "hours" | "minutes";
  /** Of each moment, in the unit. */
  readonly times: readonly number[];
  /** The last place of the axis; places are indices of moments. */
  readonly end: number;
  readonly acts: readonly string[];
  readonly losses: readonly LossMark[];
  marks(width: Width): readonly ActMark[];
  /** Places at which the time is told. */
  told(width: Width): number[];
}

const UNITS = [
  ["days", 86_400],
  ["hours", 3_600],
  ["minutes", 60],
] as const;

/** What every chart over time has along its bottom and in its margin. */
export function whenOf({ moments, acts }: Playback): When {
  const seconds = moments.map((moment) => Number(moment.seconds));
  const [unit, size] = UNITS.find((one) => seconds.at(-1)! >= 2 * one[1]) ?? UNITS[2];
  const times = seconds.map((second) => second / size);
  const end = Math.max(1, moments.length - 1);
  const begins = acts.map((_, index) => (index === 0 ? 0 : acts[index - 1]!.endsAt));
  return {
    unit,
    times,
    end,
    acts: acts.map(({ title }) => title),
    losses: moments.flatMap((moment, index) =>
      lossAt(moments[index - 1], moment, index, `${unit.slice(0, -1)} ${times[index]!.toFixed(1)}`),
    ),
    marks: (width) => marksOf(begins, end * NUMBER_WIDTH[width]),
    told: (width) => spread([...begins, end], end * TIME_WIDTH[width]),
  };
}

/** Those of some places that are far enough apart from each other, the last one among them. */
function spread(places: readonly number[], apart: number): number[] {
  const last = places.at(-1)!;
  const kept: number[] = [];
  for (const place of places)
    if (place === last || (place - (kept.at(-1) ?? -apart) >= apart && last - place >= apart)) kept.push(place);
  return [...new Set(kept)];
}

function marksOf(begins: readonly number[], apart: number): ActMark[] {
  const groups: { at: number; first: number; last: number }[] = [];
  for (const [index, at] of begins.entries()) {
    const group = groups.at(-1);
    // a number of two acts is wider than one, and stands right of its mark
    if (group && at - group.at < apart * (group.first === group.last ? 1 : 1.4)) group.last = index + 1;
    else groups.push({ at, first: index + 1, last: index + 1 });
  }
  return groups.map(({ at, first, last }) => ({ at, numbers: first === last ? `${first}` : `${first}–${last}` }));
}

/** Slashes of a moment, and penalties that it found, with their size. */
function lossAt(before: Moment | undefined, now: Moment, at: number, time: string): LossMark[] {
  if (!before) return [];
  const mark = (what: string, wei: bigint): LossMark[] =>
    wei < DUST_WEI ? [] : [{ at, wei, text: `${time}: ${what}, −${formatAmount(wei, "ETH", 2)}` }];
  const penalties = (moment: Moment): bigint => moment.partsE36.penalties ?? 0n;
  const penaltyWei = ((penalties(before) - penalties(now)) * before.supply) / WAD / WAD;
  return [
    ...now.slashes.flatMap(({ name, lostWei }) => mark(`slash of ${name}`, lostWei)),
    ...mark("validator penalties", penaltyWei),
  ];
}
