import { paint, type Colour } from "../palette.ts";
import type { Chart, ChartOption, Width } from "../svg.ts";
import { amountAxis, ROOM, timeAxis } from "./axes.ts";
import { happenings } from "./happenings.ts";
import type { When } from "./when.ts";

export interface Line {
  readonly name: string;
  readonly colour: Colour;
  /** One a moment; none where there is nothing to tell. */
  readonly values: readonly (number | undefined)[];
  readonly look?: "thick" | "dashed" | "area";
}

interface LinesSpec {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly unit: string;
  readonly when: When;
  readonly lines: readonly Line[];
  /** The least that the axis reaches over, so that dust does not fill a picture. */
  readonly least: number;
}

/** A chart of values over time. A value holds until the next moment: steps, for nothing was looked at in between. */
export function linesChart(spec: LinesSpec): Chart {
  const { when, lines, least } = spec;
  return {
    id: spec.id,
    title: spec.title,
    unit: spec.unit,
    description: spec.description,
    height: { narrow: 250, wide: 300 },
    legend: lines.map(({ name, colour, look }) => ({ name, colour, dashed: look === "dashed" })),
    when,
    option: (width: Width): ChartOption => ({
      grid: ROOM,
      xAxis: timeAxis(when, width),
      yAxis: {
        ...amountAxis(),
        min: ({ min, max }: Extent) => (max - Math.min(min, 0) < least && min < 0 ? -least : undefined) as never,
        max: ({ min, max }: Extent) => (Math.max(max, 0) - Math.min(min, 0) < least ? least : undefined) as never,
      },
      series: [...lines.map(series), happenings(when, width)],
    }),
  };
}

interface Extent {
  readonly min: number;
  readonly max: number;
}

function series({ name, colour, values, look }: Line) {
  const data = values.map((value, index) => [index, value ?? "-"]);
  return {
    type: "line" as const,
    name,
    data,
    step: "end" as const,
    symbol: "none",
    silent: true,
    emphasis: { disabled: true },
    // areas are drawn upon each other
    ...(look === "area" && { stack: "all", stackStrategy: "all" as const }),
    color: paint(colour),
    lineStyle: {
      color: paint(colour),
      width: look === "thick" ? 3 : look === "area" ? 1 : 1.8,
      type: look === "dashed" ? ("dashed" as const) : ("solid" as const),
    },
    ...(look === "area" && { areaStyle: { color: paint(colour), opacity: 0.45 } }),
  };
}
