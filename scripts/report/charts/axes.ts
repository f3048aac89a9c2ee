import { paint } from "../palette.ts";
import type { Width } from "../svg.ts";

const SECONDS_PER_DAY = 86_400;

/** A bigint with 18 decimals for drawing only: a picture needs no more than a double holds. */
export function toNumber(wad: bigint): number {
  return Number(wad) / 1e18;
}

/** Days since the end of the set-up, for the axis below. */
export function toDays(seconds: bigint): number {
  return Number(seconds) / SECONDS_PER_DAY;
}

/** An axis of days along the bottom. */
export function dayAxis(width: Width) {
  return {
    type: "value" as const,
    name: "days",
    nameLocation: "end" as const,
    nameGap: 6,
    nameTextStyle: {
      color: paint("faint"),
      fontSize: 12,
      align: "right" as const,
      verticalAlign: "top" as const,
      padding: [22, 0, 0, 0],
    },
    splitNumber: width === "narrow" ? 4 : 8,
    axisLine: { onZero: false, lineStyle: { color: paint("line") } },
    axisTick: { show: false },
    axisLabel: { color: paint("faint"), fontSize: 12 },
    splitLine: { show: false },
  };
}

/** An axis of amounts up the side, its unit above it. */
export function amountAxis(name: string, formatter?: (value: number) => string) {
  return {
    type: "value" as const,
    name,
    nameTextStyle: { color: paint("faint"), fontSize: 12, align: "left" as const, padding: [0, 0, 0, -36] },
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { color: paint("faint"), fontSize: 12, ...(formatter && { formatter }) },
    splitLine: { lineStyle: { color: paint("line") } },
    splitNumber: 4,
  };
}

/** Room around the drawing: the unit above, days below. */
export const ROOM = { left: 48, right: 16, top: 34, bottom: 40 };
