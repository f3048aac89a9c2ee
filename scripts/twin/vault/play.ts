import type { Bench } from "./check.ts";
import { replaced } from "../shared/names.ts";
import { namesOf } from "./names.ts";
import type { Saved } from "./saved.ts";

/**
 * Plays a saved sequence on model and chain.
 *
 * @throws Disagreement at the first step on which they differ
 */
export async function playSaved({ begin, stand }: Bench, { steps }: Saved): Promise<readonly string[]> {
  const pair = await begin();
  const said: string[] = [];
  for (const step of replaced(steps, namesOf(stand))) {
    const told = await pair.play(step);
    said.push(told.ok ? "" : told.said);
  }
  return said;
}
