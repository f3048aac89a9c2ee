import type { Moment, Playback } from "../../scenario/playback.ts";
import { SERIES, type Colour } from "../palette.ts";
import type { Chart } from "../svg.ts";
import { toNumber } from "./axes.ts";
import { linesChart, type Line } from "./lines.ts";
import { whenOf } from "./when.ts";

/** A place that never holds as much has no area. */
const VISIBLE_ETH = 0.0001;

/** Where every ETH of the vault, of its exit queue and of its cover is: areas upon each other. */
export function placesChart(playback: Playback): Chart {
  const { moments } = playback;
  const operators = moments.at(-1)!.operators.map(({ name }) => name);
  const area = (name: string, colour: Colour, wei: (moment: Moment) => bigint): Line => ({
    name,
    colour,
    look: "area",
    values: moments.map((moment) => toNumber(wei(moment))),
  });
  const stakes = operators.map((name, index) =>
    area(
      `with ${name}`,
      SERIES[index % 4]!,
      (moment) => moment.operators.find((one) => one.name === name)?.stakeWei ?? 0n,
    ),
  );
  const lines = [
    ...stakes,
    area("leaving operators, still at risk", "loss", (moment) =>
      moment.operators.reduce((sum, { queuedWei }) => sum + queuedWei, 0n),
    ),
    area("liquid staking tokens", "fifth", ({ lstWei }) => lstWei),
    area("idle in the vault", "faint", ({ idleWei }) => idleWei),
    area("ready to claim", "gain", ({ queue }) => queue.lockedWei),
    area("cover", "ink", ({ coverWei }) => coverWei),
  ];
  return linesChart({
    id: "places",
    title: "Where every ETH is",
    unit: "ETH",
    description:
      "ETH with each operator, on its way out, in liquid staking tokens, idle, ready to be claimed, and cover",
    when: whenOf(playback),
    lines: lines.filter(({ values }) => values.some((value) => value! >= VISIBLE_ETH)),
    least: 1,
  });
}
