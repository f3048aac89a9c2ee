import { resolve } from "node:path";
import { openModel } from "./model/player.ts";
import { type Difference, openStage } from "./play/scenario.ts";
import { ownRecordings } from "./recordings.ts";
import { differenceLine, playedLine, summaryLine } from "./report.ts";
import { exitCode, replay } from "./run.ts";

interface Arguments {
  readonly files: readonly string[];
  readonly json: boolean;
  readonly first: boolean;
  /** Play on the model instead of a chain. */
  readonly model?: boolean;
}

/** What `hardhat replay` does once everything is built: plays, prints, and leaves the exit code with the process. */
export async function runReplay({ files, json, first, model = false }: Arguments): Promise<void> {
  const from = process.env.INIT_CWD ?? process.cwd();
  const chosen = files.length > 0 ? files.map((file) => resolve(from, file)) : ownRecordings();
  const differences: Difference[] = [];
  const unplayable: string[] = [];
  const say = (line: string) => json || console.log(line);
  const summary = await replay(chosen, {
    firstOnly: first,
    open: model ? openModel : openStage,
    onDifference(difference) {
      differences.push(difference);
      say(differenceLine(difference));
    },
    onPlayed: (name, played) => say(playedLine(name, played)),
    onUnplayable(message) {
      unplayable.push(message);
      console.error(`cannot play ${message}`);
    },
  });
  if (json) console.log(JSON.stringify({ ...summary, unplayable, found: differences }, null, 2));
  else console.log(summaryLine(summary));
  process.exitCode = exitCode(summary);
}
