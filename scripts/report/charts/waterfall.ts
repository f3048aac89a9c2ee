import type { Playback } from "../../scenario/playback.ts";
import { formatWad } from "../../scenario/format.ts";
import { paint } from "../palette.ts";
import type { Chart, ChartOption } from "../svg.ts";
import { toNumber } from "./axes.ts";

interface Bar {
  readonly label: string;
  readonly from: bigint;
  readonly to: bigint;
  readonly total: boolean;
}

function bars({ startRateWad, endRateWad, parts }: Playback["waterfall"]): Bar[] {
  let level = startRateWad;
  const steps = parts
    .filter(({ wad }) => wad !== 0n)
    .map(({ label, wad }) => {
      const from = level;
      level += wad;
      return { label, from, to: level, total: false };
    });
  const whole = (label: string, rate: bigint): Bar => ({ label, from: 0n, to: rate, total: true });
  return [whole("At the start", startRateWad), ...steps, whole("Exit rate now", endRateWad)];
}

/** From the exit rate at the start to the exit rate now, one bar a cause. */
export function waterfallChart({ waterfall }: Playback): Chart {
  const rows = bars(waterfall);
  const low = (a: bigint, b: bigint): bigint => (a < b ? a : b);
  const levels = rows.flatMap(({ from, to, total }) => (total ? [to] : [from, to])).map(toNumber);
  const spread = Math.max(...levels) - Math.min(...levels) || 0.01;
  const floor = Math.min(...levels) - spread * 0.25;
  const digits = Math.min(9, Math.max(4, Math.ceil(-Math.log10(spread)) + 1));
  const height = 56 + rows.length * 34;
  return {
    id: "waterfall",
    title: "Where the exit rate came from",
    description:
      "The exit rate at the start, what each cause added to it or took from it, and the exit rate at the end",
    height: { narrow: height, wide: height },
    legend: [],
    option: (width): ChartOption => ({
      grid: { left: width === "narrow" ? 126 : 236, right: width === "narrow" ? 74 : 110, top: 8, bottom: 34 },
      xAxis: {
        type: "value",
        min: floor,
        max: Math.max(...levels),
        splitNumber: width === "narrow" ? 2 : 4,
        axisLabel: {
          color: paint("faint"),
          fontSize: 12,
          formatter: (value: number) => value.toFixed(digits),
          hideOverlap: true,
          showMaxLabel: false,
          showMinLabel: false,
        },
        splitLine: { lineStyle: { color: paint("line") } },
      },
      yAxis: {
        type: "category",
        inverse: true,
        data: rows.map(({ label }) => label),
        axisTick: { show: false },
        axisLine: { show: false },
        axisLabel: { color: paint("ink"), fontSize: 12, width: width === "narrow" ? 108 : 220, overflow: "break" },
      },
      series: [
        {
          type: "bar",
          stack: "rate",
          silent: true,
          emphasis: { disabled: true },
          itemStyle: { color: "transparent" },
          data: rows.map(({ from, to, total }) => (total ? 0 : toNumber(low(from, to)))),
        },
        {
          type: "bar",
          silent: true,
          emphasis: { disabled: true },
          stack: "rate",
          barWidth: 18,
          data: rows.map((row) => ({
            value: size(row),
            itemStyle: { color: paint(colourOf(row)) },
            label: { formatter: caption(row) },
          })),
          label: { show: true, position: "right", color: paint("ink"), fontSize: 12 },
        },
      ],
    }),
  };
}

function size({ from, to, total }: Bar): number {
  if (total) return toNumber(to);
  return Math.abs(toNumber(to - from));
}

function colourOf({ from, to, total }: Bar): "total" | "gain" | "loss" {
  if (total) return "total";
  return to >= from ? "gain" : "loss";
}

function caption({ from, to, total }: Bar): string {
  if (total) return formatWad(to, 6, 6);
  const change = to - from;
  const sign = change > 0n ? "+" : "";
  const tiny = change < 10n ** 12n && change > -(10n ** 12n);
  return tiny ? `${sign}${toNumber(change).toExponential(1)}` : `${sign}${formatWad(change, 6, 6)}`;
}
