import { amountAxis } from "../../report/charts/axes.ts";
import { paint, paletteCss, SERIES } from "../../report/palette.ts";
import { type Chart, type ChartOption, drawSvg } from "../../report/svg.ts";
import { type Growth, GROWTH_OPERATIONS } from "./growth.ts";

const label = ({ operators, services, tickets }: Growth): string =>
  [`${operators} op.`, `${services} serv.`, `${tickets.toLocaleString("en-US")} t.`].join("\n");

function growthChart(growths: readonly Growth[]): Chart {
  return {
    id: "growth",
    title: "Gas by size of the vault",
    unit: "gas",
    description: "Gas of each operation in vaults of different sizes: every line is level.",
    height: { narrow: 340, wide: 340 },
    legend: [],
    option: (): ChartOption => ({
      grid: { left: 64, right: 96, top: 34, bottom: 62 },
      xAxis: {
        type: "category",
        data: growths.map(label),
        axisLine: { lineStyle: { color: paint("line") } },
        axisTick: { show: false },
        axisLabel: { color: paint("faint"), fontSize: 12, lineHeight: 15, interval: 0 },
      },
      yAxis: { ...amountAxis("gas"), min: 0 },
      series: GROWTH_OPERATIONS.map((operation, index) => ({
        type: "line" as const,
        name: operation,
        data: growths.map(({ costs }, place) => ({
          value: costs[operation].gas,
          label: {
            show: place === growths.length - 1,
            position: "right" as const,
            color: paint("ink"),
            fontSize: 12,
            // settlement and request lie close together: their words do not
            offset: operation === "settle" ? [0, 8] : operation === "request" ? [0, -6] : [0, 0],
            formatter: operation,
          },
        })),
        symbol: "circle",
        symbolSize: 6,
        silent: true,
        emphasis: { disabled: true },
        color: paint(SERIES[index]!),
        lineStyle: { color: paint(SERIES[index]!), width: 2 },
      })),
    }),
  };
}

/** The chart as a file of its own: with its namespace, its colours for light and dark, and its page behind it. */
export function growthSvg(growths: readonly Growth[]): string {
  const style = `<style>${paletteCss()}svg{background:var(--page)}</style>`;
  const svg = drawSvg(growthChart(growths), "wide");
  return `${svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ').replace(/>/u, () => `>${style}`)}\n`;
}
