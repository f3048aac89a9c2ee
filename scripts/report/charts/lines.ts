import { paint, type Colour } from "../palette.ts";
import type { Chart, ChartOption } from "../svg.ts";
import { amountAxis, dayAxis, ROOM, toDays } from "./axes.ts";

export interface Line {
  readonly name: string;
  readonly colour: Colour;
  readonly values: readonly number[];
  readonly look?: "thick" | "dashed" | "area";
  /** Areas with one name of a stack are drawn upon each other. */
  readonly stack?: string;
}

export interface LinesSpec {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly unit: string;
  readonly seconds: readonly bigint[];
  readonly lines: readonly Line[];
  readonly zoomed?: boolean;
  readonly formatter?: (value: number) => string;
}

/** A chart of values over time, with straight lines from moment to moment. */
export function linesChart(spec: LinesSpec): Chart {
  const days = spec.seconds.map(toDays);
  return {
    id: spec.id,
    title: spec.title,
    description: spec.description,
    height: { narrow: 240, wide: 290 },
    legend: spec.lines.map(({ name, colour, look }) => ({ name, colour, dashed: look === "dashed" })),
    option: (width): ChartOption => ({
      grid: ROOM,
      xAxis: dayAxis(width),
      yAxis: { ...amountAxis(spec.unit, spec.formatter), scale: spec.zoomed === true },
      series: spec.lines.map((line) => series(line, days)),
    }),
  };
}

function series({ name, colour, values, look, stack }: Line, days: readonly number[]) {
  const data = values.map((value, index) => [days[index]!, value]);
  return {
    type: "line" as const,
    name,
    data,
    symbol: "none",
    silent: true,
    emphasis: { disabled: true },
    ...(stack !== undefined && { stack }),
    color: paint(colour),
    lineStyle: {
      color: paint(colour),
      width: look === "thick" ? 3 : 1.6,
      type: look === "dashed" ? ("dashed" as const) : ("solid" as const),
    },
    ...(look === "area" && { areaStyle: { color: paint(colour), opacity: 0.25 } }),
  };
}
