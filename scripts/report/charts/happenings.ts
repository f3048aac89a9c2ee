import { formatWad } from "../../scenario/format.ts";
import { paint } from "../palette.ts";
import type { Width } from "../svg.ts";
import type { LossMark, When } from "./when.ts";

/** Room that the size of a loss takes on an axis, as a part of the axis. */
const SIZE_WIDTH: Readonly<Record<Width, number>> = { narrow: 0.36, wide: 0.17 };

/** What happened when, upon a chart over time: numbers of acts, and losses with their size. */
export function happenings(when: When, width: Width) {
  const { end } = when;
  const acts = when.marks(width).map(({ at, numbers }) => ({
    xAxis: at,
    lineStyle: { color: paint("faint"), type: "dotted" as const, width: 1 },
    label: { formatter: numbers, color: paint("faint"), distance: 4, align: side(at / end, 0.05) },
  }));
  const losses = together(when.losses, end * SIZE_WIDTH[width]).map(({ at, size }) => ({
    xAxis: at,
    lineStyle: { color: paint("loss"), type: "solid" as const, width: 1.2 },
    label: { formatter: size, color: paint("loss"), distance: 20, align: side(at / end, 0.2) },
  }));
  return {
    type: "line" as const,
    name: "what happened",
    color: paint("faint"),
    data: [],
    silent: true,
    markLine: {
      silent: true,
      symbol: "none",
      animation: false,
      label: { show: true, position: "end" as const, fontSize: 12 },
      data: [...acts, ...losses],
    },
  };
}

/** A word at an edge of a picture stays inside it. @param edge how much of an axis is its edge */
function side(part: number, edge: number): "left" | "center" | "right" {
  if (part < edge) return "left";
  return part > 1 - edge ? "right" : "center";
}

/** A line for each loss; those whose sizes would lie upon each other have one word, their sum and how many they are. */
function together(losses: readonly LossMark[], apart: number): { at: number; size: string }[] {
  const groups: LossMark[][] = [];
  for (const loss of losses) {
    const group = groups.at(-1);
    if (group && loss.at - group[0]!.at < apart) group.push(loss);
    else groups.push([loss]);
  }
  return groups.flatMap((group) => {
    const sum = `−${formatWad(
      group.reduce((all, { wei }) => all + wei, 0n),
      2,
    )} ETH`;
    const size = group.length === 1 ? sum : `${sum} in ${group.length}`;
    return group.map(({ at }, index) => ({ at, size: index === 0 ? size : "" }));
  });
}
