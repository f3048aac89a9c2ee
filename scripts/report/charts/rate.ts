import type { Playback } from "../../scenario/playback.ts";
import { SERIES } from "../palette.ts";
import type { Chart } from "../svg.ts";
import { linesChart } from "./lines.ts";

const E36 = 10n ** 36n;

/** How far each cause has moved the exit rate so far, and all of them together. */
export function rateChart({ moments, waterfall }: Playback): Chart {
  const start = moments[0]!.exitRateWad;
  const inPercent = (partE36: bigint): number => Number((partE36 * 10n ** 18n) / start / (E36 / 10n ** 8n)) / 1e6 / 1;
  const causes = waterfall.parts.map((part, index) => ({
    name: part.label,
    colour: SERIES[index % SERIES.length]!,
    values: moments.map(({ partsE36 }) => inPercent(partsE36[part.cause] ?? 0n)),
  }));
  const whole = {
    name: "Exit rate",
    colour: "ink" as const,
    look: "thick" as const,
    values: moments.map(({ exitRateWad }) => Number(((exitRateWad - start) * 10n ** 8n) / start) / 1e6),
  };
  return linesChart({
    id: "rate",
    title: "The exit rate, by cause",
    description: "Change of the LRT's exit rate since the start in percent, and the part that each cause has in it",
    unit: "% since the start",
    seconds: moments.map(({ seconds }) => seconds),
    lines: [whole, ...causes],
  });
}
