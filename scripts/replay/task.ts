import { resolve } from "node:path";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { buildContracts } from "../lib/build.ts";
import { counting } from "../lib/counting.ts";
import { EXIT } from "../lib/refused.ts";
import { RecordingError } from "./format/error.ts";
import { loadAny } from "./format/load.ts";
import { openModel } from "./model/player.ts";
import type { Difference } from "./play/scenario.ts";
import { ownPodProofs, ownRecordings } from "./recordings.ts";
import { differenceLine, playedLine, summaryLine } from "./report.ts";

interface Arguments {
  readonly files: readonly string[];
  readonly json: boolean;
  readonly first: boolean;
  /** Play on the model instead of a chain. */
  readonly model?: boolean;
}

/** What `hardhat replay` does: looks at the files, builds, plays, prints, and leaves the exit code with the process. */
export async function runReplay(
  { files, json, first, model = false }: Arguments,
  hre: HardhatRuntimeEnvironment,
): Promise<void> {
  const from = process.env.INIT_CWD ?? process.cwd();
  const own = model ? ownRecordings() : [...ownRecordings(), ...ownPodProofs()];
  const chosen = files.length > 0 ? files.map((file) => resolve(from, file)) : own;
  const unreadable = files.length > 0 ? chosen.flatMap(objectionTo) : [];
  for (const message of unreadable) console.error(`cannot play ${message}`);
  if (unreadable.length > 0) {
    const none = { scenarios: 0, steps: 0, fields: 0, differences: 0, unplayable: unreadable.length };
    console.log(json ? JSON.stringify({ ...none, unplayable: unreadable, found: [] }, null, 2) : summaryLine(none));
    process.exitCode = EXIT.refused;
    return;
  }
  await buildContracts(hre);
  const [{ exitCode, replay }, { openStage }] = await Promise.all([import("./run.ts"), import("./play/scenario.ts")]);
  const differences: Difference[] = [];
  const unplayable: string[] = [];
  const progress = counting("playing recordings", chosen.length, (line) => json || console.log(line));
  const summary = await replay(chosen, {
    firstOnly: first,
    open: model ? openModel : openStage,
    onBegin: (file) => progress.next(file),
    onDifference(difference) {
      differences.push(difference);
      progress.print(differenceLine(difference));
    },
    onPlayed: (name, played) => progress.print(playedLine(name, played)),
    onUnplayable(message) {
      unplayable.push(message);
      progress.print(`cannot play ${message}`, (line) => console.error(line));
    },
  }).finally(() => progress.end());
  if (json) console.log(JSON.stringify({ ...summary, unplayable, found: differences }, null, 2));
  else console.log(summaryLine(summary));
  process.exitCode = exitCode(summary);
}

/** What is wrong with a file of recordings, before anything is built. */
function objectionTo(file: string): string[] {
  try {
    loadAny(file);
    return [];
  } catch (error) {
    if (error instanceof RecordingError) return [error.message];
    throw error;
  }
}
