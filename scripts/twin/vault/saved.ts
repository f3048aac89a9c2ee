import type { PricingRule } from "../../../model/5-lrt/state.ts";
import { VAULT_CALLS } from "../../../model/5-lrt/step.ts";
import { Refused } from "../../lib/refused.ts";
import { read } from "../shared/files.ts";
import type { Timed } from "./pair.ts";

/** A sequence that is kept: the rule, and what was done when. Amounts are text that ends in n, addresses names with an @. */
export interface Saved {
  readonly schemaVersion: number;
  readonly name: string;
  readonly description: string;
  readonly rule: PricingRule;
  readonly steps: readonly Timed[];
}

const RULES: readonly string[] = ["exposed", "capped", "loss-only"] satisfies PricingRule[];

/**
 * Reads a sequence.
 *
 * @throws Refused with the cause and the way out, for a file of another version or shape
 */
export function load(file: string): Saved {
  const saved = read<Saved>(file);
  if (!RULES.includes(String(saved.rule)))
    throw new Refused(`${file} has the rule "${String(saved.rule)}": there are ${RULES.join(", ")}.`);
  for (const [index, step] of (saved.steps ?? []).entries())
    if (!isStep(step)) throw new Refused(`${file}: step ${index} calls nothing that the model has.`);
  if (!Array.isArray(saved.steps)) throw new Refused(`${file} has no steps: it is no saved sequence.`);
  return saved as Saved;
}

function isStep(step: Partial<Timed> | undefined): boolean {
  const { contract, function: name, args, from } = step?.action ?? {};
  if (contract === undefined || name === undefined || typeof step?.timestamp !== "bigint") return false;
  return name in (VAULT_CALLS[contract] ?? {}) && Array.isArray(args) && typeof from === "string";
}
