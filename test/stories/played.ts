import hre from "hardhat";
import { readStory } from "../../scripts/demo/stories.ts";
import { readAbis } from "../../scripts/lib/ladder/answers.ts";
import { openLadder } from "../../scripts/lib/ladder/open.ts";
import type { Playback } from "../../scripts/scenario/playback.ts";
import { record } from "../../scripts/scenario/record.ts";
import { validateScenario } from "../../scripts/scenario/validate.ts";
import { vocabularyOf } from "../../scripts/scenario/vocabulary.ts";
import { freshLadder } from "./fresh-ladder.ts";

/** A story takes some seconds alone, and many times that on a machine that does much else. */
export const STORY_TIMEOUT_MS = 600_000;

const playbacks = new Map<string, Promise<Playback>>();

// a deployment of its own takes longer than most stories; with the fork named, it is another ladder
const restored: typeof openLadder = (runtime, preset, opening = {}) =>
  opening.gloasBlocks === undefined ? freshLadder(preset) : openLadder(runtime, preset, opening);

/** Plays a story that is at hand. @param open another way to come to its ladder than the run's own, as it was deployed */
export async function played(file: string, text: string, seed?: bigint, open = restored): Promise<Playback> {
  const abis = await readAbis(hre.artifacts);
  const vocabulary = vocabularyOf(abis.map(({ abi }) => abi));
  const scenario = validateScenario(file, text, { vocabulary, ...(seed !== undefined && { seed }) });
  return record(hre, scenario, abis, {}, open);
}

/** A story of the folder, played once for all tests of a run. */
export function storyPlayed(name: string): Promise<Playback> {
  const playback = playbacks.get(name) ?? readStory(name).then(({ file, text }) => played(file, text));
  playbacks.set(name, playback);
  return playback;
}
