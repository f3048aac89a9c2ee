import type { Playback } from "../../scenario/playback.ts";
import { formatWad } from "../../scenario/format.ts";
import { paint } from "../palette.ts";
import type { Chart, ChartOption, Width } from "../svg.ts";
import { tick, toNumber } from "./axes.ts";

/** A part below a thousandth of the greatest is no bar: the table has it to the last digit. */
const VISIBLE_PART = 1_000n;
/** Below it everything is what floors leave. */
const DUST_WAD = 10n ** 9n;

interface Bar {
  readonly label: string;
  /** Change since the start, before and after. */
  readonly from: bigint;
  readonly to: bigint;
  readonly total: boolean;
}

const size = (wad: bigint): bigint => (wad < 0n ? -wad : wad);

function bars({ startRateWad, endRateWad, parts }: Playback["waterfall"]): Bar[] {
  const greatest = parts.map(({ wad }) => size(wad)).reduce((most, wad) => (wad > most ? wad : most), 0n);
  let level = 0n;
  const steps = parts.flatMap(({ label, wad }) => {
    const from = level;
    level += wad;
    if (size(wad) < DUST_WAD || size(wad) * VISIBLE_PART < greatest) return [];
    return [{ label, from, to: level, total: false }];
  });
  return [...steps, { label: "All together", from: 0n, to: endRateWad - startRateWad, total: true }];
}

/** What each cause added to the exit rate or took from it. The axis begins at no change and is not cut. */
export function waterfallChart({ waterfall }: Playback): Chart {
  const rows = bars(waterfall);
  const levels = [0, ...rows.flatMap(({ from, to }) => [toNumber(from), toNumber(to)])];
  const [lowest, highest] = [Math.min(...levels), Math.max(...levels)];
  const spread = highest - lowest || 0.01;
  const digits = Math.min(12, Math.max(4, Math.ceil(-Math.log10(spread)) + 2));
  const height = 56 + rows.length * 34;
  const rate = (wad: bigint): string => `${formatWad(wad, 6, 6)} ETH`;
  const ended = waterfall.endsWithLastHolder ? "when the last holder left" : "at the end";
  return {
    id: "waterfall",
    title: "What moved the exit rate",
    unit: "ETH for one LRT",
    description: `One LRT was ${rate(waterfall.startRateWad)} at the start and ${rate(waterfall.endRateWad)} ${ended}: the change, cause by cause`,
    height: { narrow: height, wide: height },
    legend: [],
    option: (width): ChartOption => ({
      grid: { left: width === "narrow" ? 126 : 200, right: 16, top: 8, bottom: 44 },
      xAxis: {
        type: "value",
        min: lowest,
        // room for the words beside the bars
        max: highest + spread * CAPTION[width],
        name: "change since the start, ETH for one LRT",
        nameLocation: "middle",
        nameGap: 26,
        nameTextStyle: { color: paint("faint"), fontSize: 12, ...(width === "narrow" && { padding: [0, 90, 0, 0] }) },
        splitNumber: width === "narrow" ? 2 : 4,
        axisLabel: {
          color: paint("faint"),
          fontSize: 12,
          formatter: (value: number) => tick(value, digits),
          hideOverlap: true,
          showMaxLabel: false,
          showMinLabel: lowest >= 0,
        },
        splitLine: { lineStyle: { color: paint("line") } },
      },
      yAxis: {
        type: "category",
        inverse: true,
        data: rows.map(({ label }) => label),
        axisTick: { show: false },
        axisLine: { onZero: true, lineStyle: { color: paint("faint") } },
        axisLabel: {
          color: paint("ink"),
          fontSize: 12,
          width: width === "narrow" ? 108 : 184,
          overflow: "break",
        },
      },
      series: [
        {
          type: "custom",
          silent: true,
          renderItem: (_params, api) => {
            const { from, to, total } = rows[api.value(0) as number]!;
            const [x, y] = api.coord([toNumber(from), api.value(0)]) as [number, number];
            const [end] = api.coord([toNumber(to), api.value(0)]) as [number];
            const colour = paint(total ? "total" : to >= from ? "gain" : "loss");
            return {
              type: "group",
              children: [
                {
                  type: "rect",
                  shape: { x: Math.min(x, end), y: y - 9, width: Math.max(Math.abs(end - x), 1.5), height: 18 },
                  style: { fill: colour },
                },
                {
                  type: "text",
                  x: Math.max(x, end) + 6,
                  y,
                  style: {
                    text: signed(to - from, digits),
                    fill: paint("ink"),
                    fontSize: 12,
                    verticalAlign: "middle",
                  },
                },
              ],
            };
          },
          data: rows.map((_, index) => [index, 0]),
          encode: { y: 0, x: 1 },
        },
      ],
    }),
  };
}

/** Room for the words beside a bar, as a part of what the bars reach over. */
const CAPTION: Readonly<Record<Width, number>> = { narrow: 0.75, wide: 0.22 };

function signed(wad: bigint, digits: number): string {
  const text = formatWad(size(wad), digits + 1, digits + 1);
  return `${wad < 0n ? "−" : wad > 0n ? "+" : ""}${text}`;
}
