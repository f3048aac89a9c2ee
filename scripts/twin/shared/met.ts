import type { Told } from "./spell.ts";

/** What sequences met; both sides agreed on all of it. */
export interface Met {
  sequences: number;
  steps: number;
  /** Kinds of actions that passed, errors, and states, with how often. */
  readonly words: Map<string, number>;
}

export const nothingMet = (): Met => ({ sequences: 0, steps: 0, words: new Map() });

export function note({ words }: Met, word: string): void {
  words.set(word, (words.get(word) ?? 0) + 1);
}

/** Counts a step: its kind if all of it passed, each error, and each event, by their names. */
export function noteStep(met: Met, kind: string, told: readonly Told[]): void {
  met.steps++;
  if (told.every(({ ok }) => ok)) note(met, kind);
  for (const { ok, said } of told) if (!ok) note(met, said.split("(")[0] as string);
  for (const log of told.flatMap(({ events }) => events)) note(met, log.split(" ")[1]!.split("(")[0] as string);
}
