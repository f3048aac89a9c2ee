import type { Playback } from "../../scenario/playback.ts";
import { SERIES } from "../palette.ts";
import type { Chart } from "../svg.ts";
import { toNumber } from "./axes.ts";
import { linesChart } from "./lines.ts";
import { whenOf } from "./when.ts";

/** Who never has as much has no line. */
const VISIBLE_ETH = 0.0001;

/** Who has how much of the vault. */
export function peopleChart(playback: Playback): Chart {
  const { moments } = playback;
  const lines = moments
    .at(-1)!
    .people.map(({ name }, index) => ({
      name,
      values: moments.map(({ people }) => toNumber(people[index]?.wei ?? 0n)),
    }))
    .filter(({ values }) => values.some((value) => value >= VISIBLE_ETH));
  return linesChart({
    id: "people",
    title: "Who has how much",
    unit: "ETH",
    description:
      "Each one's LRT and what waits at the exit rate, what can be claimed, a part of the cover, and what was taken out. A claim moves no line, a loss does.",
    when: whenOf(playback),
    lines: lines.map((line, index) => ({
      ...line,
      colour: SERIES[index % SERIES.length]!,
      look: index < SERIES.length ? "thick" : "dashed",
    })),
    least: 1,
  });
}
