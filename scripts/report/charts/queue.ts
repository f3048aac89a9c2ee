import type { Playback } from "../../scenario/playback.ts";
import type { Chart } from "../svg.ts";
import { toNumber } from "./axes.ts";
import { linesChart } from "./lines.ts";

/** Who waits in the exit queue, and what lies ready for them. */
export function queueChart({ moments }: Playback): Chart {
  return linesChart({
    id: "queue",
    title: "The exit queue",
    description: "LRT in the open batch and in closed batches, and ETH locked for tickets that have been filled",
    unit: "LRT, ETH",
    seconds: moments.map(({ seconds }) => seconds),
    lines: [
      {
        name: "waiting, batch open (LRT)",
        colour: "first",
        look: "area",
        stack: "waiting",
        values: moments.map(({ queue }) => toNumber(queue.openShares)),
      },
      {
        name: "waiting, batch closed (LRT)",
        colour: "second",
        look: "area",
        stack: "waiting",
        values: moments.map(({ queue }) => toNumber(queue.closedShares)),
      },
      {
        name: "ready to claim (ETH)",
        colour: "gain",
        look: "thick",
        values: moments.map(({ queue }) => toNumber(queue.lockedWei)),
      },
    ],
  });
}
