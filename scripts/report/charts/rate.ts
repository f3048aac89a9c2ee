import type { Playback } from "../../scenario/playback.ts";
import { colourOfCause } from "../palette.ts";
import type { Chart } from "../svg.ts";
import { linesChart } from "./lines.ts";
import { whenOf } from "./when.ts";
import { WAD } from "../../lib/units.ts";

/** A part that never reaches a ten-thousandth of a percent would lie upon the axis; the table has it to the last digit. */
const VISIBLE_PERCENT = 0.0001;

/** How far each cause has moved the exit rate so far, and all of them together. */
export function rateChart(playback: Playback): Chart {
  const { moments, waterfall } = playback;
  // an empty vault has no rate
  const held = moments.findLastIndex(({ supply }) => supply > 0n);
  const whileHeld = (values: readonly number[]): (number | undefined)[] =>
    values.map((value, index) => (index <= held || held === -1 ? value : undefined));
  const start = moments[0]!.exitRateWad;
  const inPercent = (wad: bigint): number => Number((wad * 10n ** 10n) / start) / 1e8;
  const causes = waterfall.parts
    .map(({ cause, label }) => ({
      name: label,
      colour: colourOfCause(cause),
      // what is not yet in the rate is no colour of its own
      ...(cause === "lockedProfit" && { look: "dashed" as const }),
      values: moments.map(({ partsE36 }) => inPercent((partsE36[cause] ?? 0n) / WAD)),
    }))
    .filter(({ values }) => values.some((value) => Math.abs(value) >= VISIBLE_PERCENT))
    .map((line) => ({ ...line, values: whileHeld(line.values) }));
  const whole = {
    name: "Exit rate",
    colour: "ink" as const,
    look: "thick" as const,
    values: whileHeld(moments.map(({ exitRateWad }) => inPercent(exitRateWad - start))),
  };
  return linesChart({
    id: "rate",
    title: "The exit rate, and its causes",
    unit: "% since the start",
    description: "How far the exit rate has moved since the start, and the part that each cause has in it",
    when: whenOf(playback),
    lines: [...causes, whole],
    least: 0.001,
  });
}
