import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A change of one token of the core that the replay has to notice. */
export interface Mutation {
  /** Under contracts/3-restaking. */
  readonly file: string;
  /** Occurs exactly once in the file. */
  readonly find: string;
  readonly replace: string;
  /** What the core would do wrong. */
  readonly why: string;
}

export const CORE = "contracts/3-restaking";

/** The committed mutations of the core. */
export const coreMutations = (): Mutation[] =>
  JSON.parse(readFileSync(fileURLToPath(new URL("core.json", import.meta.url)), "utf8"));

/**
 * The source with the mutation in it.
 * @throws Error when `find` does not occur exactly once, so that no mutation outlives the line that it breaks.
 */
export function mutate(source: string, { file, find, replace }: Omit<Mutation, "why">): string {
  const parts = source.split(find);
  if (parts.length !== 2)
    throw new Error(`${file}: ${JSON.stringify(find)} occurs ${parts.length - 1} times, it has to occur once`);
  return parts.join(replace);
}

/** Words, numbers and operators of a piece of Solidity. */
export const tokens = (code: string): string[] => code.match(/\w+|[<>=!+-]=|&&|\|\||[^\s\w]/g) ?? [];
