import type { Playback } from "../../scenario/playback.ts";
import { WAD } from "../../lib/units.ts";
import { SERIES } from "../palette.ts";
import type { Chart } from "../svg.ts";
import { toNumber } from "./axes.ts";
import { linesChart, type Line } from "./lines.ts";
import { whenOf } from "./when.ts";

/** Health beyond it is drawn at it: who owes next to nothing would make a line of the rest. */
const MOST_HEALTH = 3;

/** The market's price beside the vault's two rates. */
export function marketChart(playback: Playback): Chart {
  const fromOne = (wad: bigint | undefined): number | undefined =>
    wad === undefined ? undefined : toNumber((wad - WAD) * 100n);
  const held = (wad: bigint, supply: bigint): bigint | undefined => (supply > 0n ? wad : undefined);
  const { moments } = playback;
  const line = (name: string, colour: Line["colour"], wads: readonly (bigint | undefined)[]): Line => ({
    ...{ name, colour, values: wads.map(fromOne) },
    look: name === "Deposit rate" ? "dashed" : "thick",
  });
  return linesChart({
    id: "market",
    title: "The market price, beside the two rates",
    unit: "% from 1 ETH for 1 LRT",
    description:
      "What the pool asks for an LRT, what the vault pays for one that leaves, and what it asks of who enters",
    when: whenOf(playback),
    lines: [
      line(
        "Deposit rate",
        "faint",
        moments.map(({ depositRateWad, supply }) => held(depositRateWad, supply)),
      ),
      line(
        "Exit rate",
        "ink",
        moments.map(({ exitRateWad, supply }) => held(exitRateWad, supply)),
      ),
      line(
        "Pool",
        "second",
        moments.map(({ market }) => market?.priceWad),
      ),
    ].filter(({ values }) => values.some((value) => value !== undefined)),
    least: 0.01,
  });
}

/** How healthy each debt is over time. */
export function healthChart(playback: Playback): Chart {
  const { moments } = playback;
  const names = [...new Set(moments.flatMap(({ market }) => Object.keys(market?.health ?? {})))];
  const lines = names.map((name, index): Line => {
    const values = moments.map(({ market }) => market?.health[name]);
    return {
      name,
      colour: SERIES[index % SERIES.length]!,
      look: index < SERIES.length ? "thick" : "dashed",
      values: values.map((wad) => (wad === undefined ? undefined : Math.min(MOST_HEALTH, toNumber(wad)))),
    };
  });
  const one: Line = { name: "liquidated below this", colour: "loss", look: "dashed", values: moments.map(() => 1) };
  return linesChart({
    id: "health",
    title: "How healthy each debt is",
    unit: "most debt, for each ETH owed",
    description: `The most that a position may owe by its market's oracle, for each ETH that it owes; above ${MOST_HEALTH} it is drawn at ${MOST_HEALTH}, and nothing is drawn while the oracle does not answer`,
    when: whenOf(playback),
    lines: [one, ...lines],
    least: 1.2,
  });
}

/** How much the market takes. */
export function depthChart(playback: Playback): Chart {
  const { moments } = playback;
  const values = moments.map(({ market }) => toNumber(market?.depthWei ?? 0n));
  return linesChart({
    id: "depth",
    title: "How deep the pool is",
    unit: "ETH",
    description: "What the pool pays for LRT until its price has fallen by 2 %",
    when: whenOf(playback),
    lines: [{ name: "ETH for LRT within 2 %", colour: "fourth", look: "area", values }],
    least: 1,
  });
}
