import { Refused } from "../../lib/refused.ts";
import { KINDS as OF_POOL } from "../pool/kinds.ts";
import { KINDS as OF_BEACON } from "../beacon/kinds.ts";
import { KINDS as OF_DELEGATOR } from "../delegator/kinds.ts";
import { KINDS as OF_RESERVE } from "../reserve/kinds.ts";
import { KINDS as OF_RESTAKER } from "../restaker/kinds.ts";
import type { Disagreement } from "./disagreement.ts";
import { save, SCHEMA_VERSION } from "./files.ts";

/** Twins whose steps are drawn before they are played, and saved as they were drawn. */
const KINDS = {
  pool: OF_POOL,
  "beacon electra": OF_BEACON,
  "beacon gloas": OF_BEACON,
  reserve: OF_RESERVE,
  delegator: OF_DELEGATOR,
  restaker: OF_RESTAKER,
} as const;
export type TwinName = keyof typeof KINDS;

export const isDrawn = (name: string): name is TwinName => Object.hasOwn(KINDS, name);

/** A sequence that is kept: of which twin, and what was drawn. Numbers of any size are text that ends in n. */
export interface SavedDrawn {
  readonly schemaVersion: number;
  readonly twin: TwinName;
  readonly name: string;
  readonly description: string;
  readonly steps: readonly unknown[];
}

/** Writes a sequence on which a twin's sides disagree into a folder. @returns the file */
export function saveDrawn(
  twin: TwinName,
  seed: number,
  { disagreement, steps }: { readonly disagreement: Disagreement; readonly steps: readonly unknown[] },
  folder: string,
): string {
  const name = `twin-${twin.replace(" ", "-")}-seed-${seed}`;
  const saved = { schemaVersion: SCHEMA_VERSION, twin, name, description: disagreement.message, steps };
  return save(saved, folder);
}

/**
 * What was read of a file as a sequence of these twins.
 *
 * @throws Refused with the cause and the way out, for one of another shape
 */
export function drawnFrom(parsed: Partial<SavedDrawn>, file: string): SavedDrawn {
  if (!isDrawn(String(parsed.twin)))
    throw new Refused(`${file} is of the twin "${String(parsed.twin)}": there are ${Object.keys(KINDS).join(", ")}.`);
  if (!Array.isArray(parsed.steps)) throw new Refused(`${file} has no steps: it is no saved sequence.`);
  const kinds: readonly string[] = KINDS[parsed.twin as TwinName];
  for (const [index, step] of parsed.steps.entries())
    if (!isStep(step, kinds)) throw new Refused(`${file}: step ${index} does nothing that the twin knows.`);
  return parsed as SavedDrawn;
}

function isStep(step: unknown, kinds: readonly string[]): boolean {
  if (typeof step !== "object" || step === null) return false;
  const { kind, who, nth, wait } = step as Record<string, unknown>;
  const isCount = (one: unknown) => Number.isSafeInteger(one) && (one as number) >= 0;
  return kinds.includes(String(kind)) && isCount(who) && isCount(nth) && typeof wait === "bigint" && wait >= 0n;
}
