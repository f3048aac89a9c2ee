import type { Playback } from "../../scenario/playback.ts";
import { SERIES } from "../palette.ts";
import type { Chart } from "../svg.ts";
import { toNumber } from "./axes.ts";
import { linesChart, type Line } from "./lines.ts";

/** What each operator holds of the vault's stake, and what is on its way out of its hands. */
export function stakeChart({ moments }: Playback): Chart {
  const names = (moments.at(-1)?.operators ?? []).map(({ name }) => name);
  const lines = names.flatMap((name, index): Line[] => {
    const colour = SERIES[index % SERIES.length]!;
    const of = (pick: "stakeWei" | "queuedWei") =>
      moments.map(({ operators }) => toNumber(operators.find((one) => one.name === name)?.[pick] ?? 0n));
    return [
      { name, colour, look: "thick", values: of("stakeWei") },
      { name: `${name}, leaving`, colour, look: "dashed", values: of("queuedWei") },
    ];
  });
  return linesChart({
    id: "stake",
    title: "Stake with each operator",
    description: "The vault's stake with each operator in ETH, and the part that has been queued to leave",
    unit: "ETH",
    seconds: moments.map(({ seconds }) => seconds),
    lines,
  });
}
