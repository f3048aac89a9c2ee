import { paint } from "../palette.ts";
import type { Width } from "../svg.ts";
import type { When } from "./when.ts";

/** A bigint with 18 decimals for drawing only: a picture needs no more than a double holds. */
export function toNumber(wad: bigint): number {
  return Number(wad) / 1e18;
}

/** A number on an axis: no more digits than tell, no exponent, no zero with a sign. */
export function tick(value: number, digits = 4): string {
  const shown = Number(value.toFixed(digits));
  if (shown === 0) return "0";
  const text = Math.abs(shown).toLocaleString("en-US", { maximumFractionDigits: digits });
  return shown < 0 ? `−${text}` : text;
}

/** An axis of a story's time along the bottom, step by step; the first moment is the end of the set-up. */
export function timeAxis({ unit, end, times, told }: When, width: Width) {
  return {
    type: "value" as const,
    min: 0,
    max: end,
    name: `${unit} since the set-up (${width === "wide" ? "step by step, not to scale" : "not to scale"})`,
    nameLocation: "middle" as const,
    nameGap: 26,
    nameTextStyle: { color: paint("faint"), fontSize: 12 },
    axisLine: { onZero: false, lineStyle: { color: paint("line") } },
    axisTick: { show: false },
    axisLabel: {
      color: paint("faint"),
      fontSize: 12,
      customValues: told(width),
      formatter: (place: number) => tick(times[place] ?? 0, 1),
    },
    splitLine: { show: false },
  };
}

/** An axis of amounts up the side; its unit stands above it, or in the chart's title. */
export function amountAxis(name?: string) {
  return {
    type: "value" as const,
    ...(name !== undefined && {
      name,
      nameTextStyle: { color: paint("faint"), fontSize: 12, align: "left" as const, padding: [0, 0, 0, -36] },
    }),
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { color: paint("faint"), fontSize: 12, formatter: (value: number) => tick(value) },
    splitLine: { lineStyle: { color: paint("line") } },
    splitNumber: 4,
  };
}

/** Room around the drawing: losses and acts above, time below. */
export const ROOM = { left: 56, right: 16, top: 40, bottom: 44 };
