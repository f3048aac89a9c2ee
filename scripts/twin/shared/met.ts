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
