import { stepVault } from "../../../model/5-lrt/step.ts";
import { checkAfter } from "./alone.ts";
import type { Bench } from "./check.ts";
import { replaced } from "../shared/names.ts";
import { namesOf } from "./names.ts";
import type { Saved } from "./saved.ts";

/**
 * Plays a saved sequence on model and chain, and holds the invariants to each state.
 *
 * @throws Disagreement at the first step on which they differ
 * @throws Broken at the first that breaks an invariant
 */
export async function playSaved({ begin, stand }: Bench, { steps }: Saved): Promise<readonly string[]> {
  const pair = await begin();
  const said: string[] = [];
  for (const step of replaced(steps, namesOf(stand))) {
    const before = pair.state();
    const told = await pair.play(step);
    checkAfter(before, stepVault(before, { number: 0n, timestamp: step.timestamp }, step.action), step);
    said.push(told.ok ? "" : told.said);
  }
  return said;
}
