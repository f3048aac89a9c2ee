import type { Moment, Playback } from "../../scenario/playback.ts";
import { WAD } from "../../lib/units.ts";
import type { Chart } from "../svg.ts";
import { toNumber } from "./axes.ts";
import { linesChart, type Line } from "./lines.ts";
import { whenOf } from "./when.ts";

/** Who waits in the exit queue, and what lies ready for them; all in ETH, at the exit rate of the moment. */
export function queueChart(playback: Playback): Chart {
  const area = (name: string, colour: Line["colour"], wei: (moment: Moment) => bigint): Line => ({
    name,
    colour,
    look: "area",
    values: playback.moments.map((moment) => toNumber(wei(moment))),
  });
  return linesChart({
    id: "queue",
    title: "The exit queue",
    unit: "ETH",
    description: "What waits in the open batch and in closed ones, at the exit rate, and what is ready to be claimed",
    when: whenOf(playback),
    lines: [
      area("ready to claim", "gain", ({ queue }) => queue.lockedWei),
      area("waiting, batch closed", "second", ({ queue, exitRateWad }) => (queue.closedShares * exitRateWad) / WAD),
      area("waiting, batch open", "first", ({ queue, exitRateWad }) => (queue.openShares * exitRateWad) / WAD),
    ],
    least: 1,
  });
}
