import { gasBenchmarkTask } from "../bench/index.ts";
import { coverageReportTask } from "../coverage/task.ts";
import { deployTask } from "../deploy/index.ts";
import { recordTask, replayTask } from "../replay/index.ts";
import { rewardsTask } from "../rewards/index.ts";
import { sandboxTask } from "../sandbox/index.ts";
import { ladderTasks } from "./ladder/index.ts";

/** Every task of this repository, as `npx hardhat NAME` runs it. */
export const TASKS = [
  coverageReportTask,
  deployTask,
  gasBenchmarkTask,
  recordTask,
  replayTask,
  rewardsTask,
  sandboxTask,
  ...ladderTasks,
];
