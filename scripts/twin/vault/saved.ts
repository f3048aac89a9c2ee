import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { PricingRule } from "../../../model/5-lrt/state.ts";
import { VAULT_CALLS } from "../../../model/5-lrt/step.ts";
import { Refused } from "../../lib/refused.ts";
import type { Timed } from "./pair.ts";

/** A sequence that is kept: the rule, and what was done when. Amounts are text that ends in n, addresses names with an @. */
export interface Saved {
  readonly schemaVersion: number;
  readonly name: string;
  readonly description: string;
  readonly rule: PricingRule;
  readonly steps: readonly Timed[];
}

export const SCHEMA_VERSION = 1;
const RULES: readonly string[] = ["exposed", "capped", "loss-only"] satisfies PricingRule[];

/** Writes a sequence into a folder, beside what is there under its name. @returns the file */
export function save(saved: Saved, folder: string): string {
  mkdirSync(folder, { recursive: true });
  for (let nth = 1; ; nth++) {
    const file = path.join(folder, `${saved.name}${nth === 1 ? "" : `-${nth}`}.json`);
    if (existsSync(file)) continue;
    writeFileSync(file, `${JSON.stringify(saved, asText, 1)}\n`);
    return file;
  }
}

/**
 * Reads a sequence.
 *
 * @throws Refused with the cause and the way out, for a file of another version or shape
 */
export function load(file: string): Saved {
  if (!existsSync(file)) throw new Refused(`There is no file ${file}: name one that a run of sequences has saved.`);
  const saved = parse(readFileSync(file, "utf8"), file);
  if (saved.schemaVersion !== SCHEMA_VERSION)
    throw new Refused(
      `${file} has version ${String(saved.schemaVersion)} of the format, and this is version ${SCHEMA_VERSION}: save it anew with the seed that found it.`,
    );
  if (!RULES.includes(String(saved.rule)))
    throw new Refused(`${file} has the rule "${String(saved.rule)}": there are ${RULES.join(", ")}.`);
  for (const [index, step] of (saved.steps ?? []).entries())
    if (!isStep(step)) throw new Refused(`${file}: step ${index} calls nothing that the model has.`);
  if (!Array.isArray(saved.steps)) throw new Refused(`${file} has no steps: it is no saved sequence.`);
  return saved as Saved;
}

function parse(text: string, file: string): Partial<Saved> {
  try {
    return JSON.parse(text, asNumber) as Partial<Saved>;
  } catch (error) {
    throw new Refused(`${file} is no JSON (${(error as Error).message}): name a sequence that was saved.`);
  }
}

function isStep(step: Partial<Timed> | undefined): boolean {
  const { contract, function: name, args, from } = step?.action ?? {};
  if (contract === undefined || name === undefined || typeof step?.timestamp !== "bigint") return false;
  return name in (VAULT_CALLS[contract] ?? {}) && Array.isArray(args) && typeof from === "string";
}

const asText = (_: string, value: unknown): unknown => (typeof value === "bigint" ? `${value}n` : value);

const asNumber = (_: string, value: unknown): unknown =>
  typeof value === "string" && /^-?\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value;
