import { writeFile } from "node:fs/promises";
import { makeReady } from "../lib/ready.ts";
import { readAbis } from "../lib/ladder/answers.ts";
import { StoryFailed } from "../scenario/failure.ts";
import type { Playback } from "../scenario/playback.ts";
import { record, type Spectator } from "../scenario/record.ts";
import { validateScenario } from "../scenario/validate.ts";
import { vocabularyOf } from "../scenario/vocabulary.ts";
import { toJson } from "./json.ts";
import type { DemoOptions } from "./options.ts";
import type { Prepared } from "./prepare.ts";
import { NO_PAUSE, pauseOnEnter, type Pause } from "./pause.ts";
import { progressOn, type Progress } from "./progress.ts";
import { actText, headText, ledgerText, waterfallText } from "./text.ts";

/** Plays a story, tells it as it goes, and writes its report. */
export async function playStory(options: DemoOptions, { story, seed, report }: Prepared): Promise<void> {
  const progress = progressOn(process.stderr);
  const hre = await makeReady();
  // the chain would read all that the compiler has said, for stack traces that no story shows: seconds, and a gigabyte
  hre.artifacts.getAllBuildInfoIds = async () => new Set();
  const abis = await readAbis(hre.artifacts);
  const vocabulary = vocabularyOf(abis.map(({ abi }) => abi));
  const scenario = validateScenario(story.file, story.text, {
    vocabulary,
    ...seed,
  });

  progress.stage("deploying the ladder");
  const head = {
    name: scenario.name,
    title: scenario.title,
    about: scenario.about,
    seed: scenario.seed,
    preset: scenario.preset,
  };
  const pause = options.step ? pauseOnEnter() : NO_PAUSE;
  const playback = await record(hre, scenario, abis, spectator(head, options, progress, pause)).finally(() => {
    progress.clear();
    pause.end();
  });
  const { reportPage } = await import("../report/page.ts");
  await writeFile(report.file, reportPage(playback));

  const closing = `The report is in ${report.name}\n`;
  if (options.json) {
    process.stdout.write(toJson(playback));
    process.stderr.write(closing);
  } else {
    process.stdout.write(`${ledgerText(playback)}\n${waterfallText(playback.waterfall)}\n${closing}`);
  }
  const { endRateWad, chainRateWad } = playback.waterfall;
  if (endRateWad !== chainRateWad)
    throw new StoryFailed(
      `The parts of the exit rate add up to ${endRateWad}, but the vault answers ${chainRateWad}: attribution is wrong.`,
    );
}

function spectator(head: Playback["story"], { json }: DemoOptions, progress: Progress, pause: Pause): Spectator {
  return {
    onReady: (steps) => {
      progress.begin(steps);
      if (!json) process.stdout.write(`${headText(head)}\n`);
    },
    onStepBegins: (text) => progress.step(text),
    onAct: async (act, index) => {
      progress.clear();
      if (!json) process.stdout.write(`${actText(act, index)}\n`);
      await pause.wait();
    },
  };
}
