import type { PricingRule } from "../../../model/5-lrt/state.ts";
import { Refused } from "../../lib/refused.ts";
import { save, SCHEMA_VERSION } from "../shared/files.ts";
import { namedSteps } from "../vault/alone.ts";
import type { Drawn } from "../vault/draw.ts";
import { startAlone } from "../vault/lone.ts";
import { openWorld, type WorldName, WORLDS } from "./all.ts";
import { type Broken, playHolding } from "./check.ts";

/** A sequence that breaks an invariant of a model: of which, and what was drawn. */
export interface SavedBroken {
  readonly schemaVersion: number;
  readonly world: WorldName;
  readonly name: string;
  readonly description: string;
  readonly steps: readonly unknown[];
}

/** Writes what breaks an invariant into a folder; of the vault as calls, which play on the contracts too. @returns the file */
export function saveBroken(world: WorldName, seed: number, { message, drawn }: Broken, folder: string): string {
  const name = `invariant-${world.replace(" ", "-")}-seed-${seed}`;
  const saved = { schemaVersion: SCHEMA_VERSION, name, description: message };
  if (!world.startsWith("vault ")) return save({ ...saved, world, steps: drawn }, folder);
  const rule = world.slice("vault ".length) as PricingRule;
  return save({ ...saved, rule, steps: namedSteps(startAlone(rule), drawn as readonly Drawn[]) }, folder);
}

/**
 * What was read of a file as a sequence of a model.
 *
 * @throws Refused with the cause and the way out, for one of another shape
 */
export function brokenFrom(parsed: Partial<SavedBroken>, file: string): SavedBroken {
  const { world, steps } = parsed;
  if (!Object.keys(WORLDS).includes(String(world)))
    throw new Refused(`${file} is of the model "${String(world)}": there are ${Object.keys(WORLDS).join(", ")}.`);
  if (!Array.isArray(steps) || steps.some((step) => typeof step?.kind !== "string"))
    throw new Refused(`${file} has no steps: it is no saved sequence.`);
  return parsed as SavedBroken;
}

/** Plays it on the model. @throws Broken */
export function playBroken({ world: name, steps }: SavedBroken): void {
  const { world, invariants } = openWorld(name);
  playHolding(world, invariants, steps);
}
