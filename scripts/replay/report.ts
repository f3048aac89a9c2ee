import type { Difference, Played } from "./play/scenario.ts";
import type { Summary } from "./run.ts";

/** One difference: scenario, step, field, ours, theirs. */
export const differenceLine = ({ scenario, step, action, field, ours, theirs }: Difference): string =>
  `${scenario} step ${step} ${action}: ${field}: ours ${ours ?? "(none)"}, theirs ${theirs ?? "(none)"}`;

export const playedLine = (name: string, { steps, fields, differences }: Played): string =>
  `${name}: ${steps} steps, ${fields} fields, ${plural(differences, "difference")}`;

export const summaryLine = ({ scenarios, steps, fields, differences, unplayable }: Summary): string =>
  [
    `${plural(scenarios, "scenario")}, ${plural(steps, "step")}, ${plural(fields, "field")} compared`,
    plural(differences, "difference"),
    ...(unplayable > 0 ? [`${plural(unplayable, "recording")} not playable`] : []),
  ].join(", ");

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
