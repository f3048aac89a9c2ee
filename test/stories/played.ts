import hre from "hardhat";
import { readStory } from "../../scripts/demo/stories.ts";
import { readAbis } from "../../scripts/lib/ladder/answers.ts";
import type { Playback } from "../../scripts/scenario/playback.ts";
import { record } from "../../scripts/scenario/record.ts";
import { validateScenario } from "../../scripts/scenario/validate.ts";
import { vocabularyOf } from "../../scripts/scenario/vocabulary.ts";

/** A story takes some seconds alone, and many times that on a machine that does much else. */
export const STORY_TIMEOUT_MS = 600_000;

const playbacks = new Map<string, Promise<Playback>>();

/** Plays a story that is at hand. */
export async function played(file: string, text: string, seed?: bigint): Promise<Playback> {
  const abis = await readAbis(hre.artifacts);
  const vocabulary = vocabularyOf(abis.map(({ abi }) => abi));
  const scenario = validateScenario(file, text, { vocabulary, ...(seed !== undefined && { seed }) });
  return record(hre, scenario, abis);
}

/** A story of the folder, played once for all tests of a run. */
export function storyPlayed(name: string): Promise<Playback> {
  const playback = playbacks.get(name) ?? readStory(name).then(({ file, text }) => played(file, text));
  playbacks.set(name, playback);
  return playback;
}
