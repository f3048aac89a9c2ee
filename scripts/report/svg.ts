import { init, use, type ComposeOption } from "echarts/core";
import { CustomChart, LineChart, type CustomSeriesOption, type LineSeriesOption } from "echarts/charts";
import { GridComponent, MarkLineComponent, type GridComponentOption } from "echarts/components";
import { SVGRenderer } from "echarts/renderers";
import type { When } from "./charts/when.ts";
import { paint, themed, type Colour } from "./palette.ts";

use([CustomChart, LineChart, GridComponent, MarkLineComponent, SVGRenderer]);

export type ChartOption = ComposeOption<CustomSeriesOption | LineSeriesOption | GridComponentOption>;

/** The two widths a chart is drawn in; the page shows the one that fits. */
const WIDTHS = { narrow: 360, wide: 760 } as const;
export type Width = keyof typeof WIDTHS;

const FONT = "system-ui, sans-serif";

/** A line's name in the legend, which is HTML: it wraps where a drawing cannot. */
interface LegendEntry {
  readonly name: string;
  readonly colour: Colour;
  readonly dashed: boolean;
}

export interface Chart {
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  /** Of its one axis of amounts. */
  readonly unit: string;
  /** What the picture shows: below its title, and for who cannot see it. */
  readonly description: string;
  readonly height: Readonly<Record<Width, number>>;
  readonly legend: readonly LegendEntry[];
  /** What is marked on its axis of time, if it has one. */
  readonly when?: When;
  option(width: Width): ChartOption;
}

/** Draws a chart on the server: an SVG that needs no script. The same chart gives the same bytes. */
export function drawSvg(chart: Chart, width: Width): string {
  const drawing = init(null, null, { renderer: "svg", ssr: true, width: WIDTHS[width], height: chart.height[width] });
  try {
    drawing.setOption({
      animation: false,
      textStyle: { fontFamily: FONT, color: paint("ink") },
      ...chart.option(width),
    });
    const svg = themed(drawing.renderToSVGString());
    const label = `role="img" aria-label="${escapeText(chart.description)}"`;
    // Inside HTML an SVG needs no namespace, and without it the page holds no address at all.
    const plain = stableIds(svg, `${chart.id}-${width}`).replace(/ xmlns(:\w+)?="[^"]*"/g, "");
    return plain.replace("<svg ", `<svg ${label} `);
  } finally {
    drawing.dispose();
  }
}

/** echarts numbers its classes and clip paths by a counter of the whole process. */
function stableIds(svg: string, prefix: string): string {
  const seen = new Map<string, string>();
  return svg.replace(/\bzr\d+-[a-z]+-?\d*/g, (id) => {
    if (!seen.has(id)) seen.set(id, `${prefix}-${seen.size}`);
    return seen.get(id)!;
  });
}

/** Text for HTML and for attributes. */
export function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
