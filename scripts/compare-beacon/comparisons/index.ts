import type { Comparison } from "../comparison.ts";
import { consolidations } from "./consolidations.ts";
import { deposits } from "./deposits.ts";
import { exits } from "./exits.ts";
import { forks } from "./forks.ts";
import { hysteresis } from "./hysteresis.ts";
import { rewards } from "./rewards.ts";
import { slashings } from "./slashings.ts";

/** All comparisons, in the order in which they run. To add one, write its module and name it here. */
export const COMPARISONS: readonly Comparison[] = [
  forks,
  hysteresis,
  rewards,
  deposits,
  exits,
  consolidations,
  slashings,
];
