import { stepVault } from "../../../model/5-lrt/step.ts";
import { FAMILIES } from "../invariants/all.ts";
import { hold, nothingHeld } from "../invariants/check.ts";
import { replaced } from "../shared/names.ts";
import type { Bench } from "./check.ts";
import { namesOf } from "./names.ts";
import type { Saved } from "./saved.ts";

const INVARIANTS = Object.values(FAMILIES).flatMap(({ vault }) => vault);

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
    const block = { number: 0n, timestamp: step.timestamp };
    const { ok, ...outcome } = stepVault(before, block, step.action);
    const value = "value" in outcome ? outcome.value : undefined;
    const moment = { before, after: outcome.state, block, call: step.action, value, events: outcome.events };
    if (ok) for (const invariant of INVARIANTS) hold(invariant, moment, nothingHeld());
    said.push(told.ok ? "" : told.said);
  }
  return said;
}
