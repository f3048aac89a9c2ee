import { basename } from "node:path";
import { Cursor, type Actor, type Role, type Scope } from "./cursor.ts";
import { Plan } from "./plan.ts";
import { InvalidScenario, type Problem } from "./problem.ts";
import { readActs } from "./read-acts.ts";
import type { Scenario } from "./scenario.ts";
import { Source } from "./source.ts";
import { structureProblems } from "./structure.ts";
import { parseAmount, parseSpan } from "./units.ts";
import type { Vocabulary } from "./vocabulary.ts";

interface RawScenario {
  readonly title: string;
  readonly about: string;
  readonly seed: number;
  readonly preset: string;
  readonly gloas?: string;
  readonly actors: Readonly<Record<string, { role: Role; about?: string; funding?: string }>>;
  readonly acts: readonly unknown[];
}

export interface ValidateOptions {
  /** Takes the place of the seed in the file. */
  readonly seed?: bigint;
  /** What contracts can answer; without it, names of events and errors are taken as they are. */
  readonly vocabulary?: Vocabulary;
}

/**
 * Reads a scenario and refuses it, with every problem it has, before anything runs.
 * @param file Name for messages, as the user knows it.
 * @throws InvalidScenario with file, line, column, what was expected and what would fix it.
 */
export function validateScenario(file: string, text: string, { seed, vocabulary }: ValidateOptions): Scenario {
  const source = new Source(file, text);
  if (/[\0\uFFFD]/.test(text)) refuse(notAStory(file, "the file is no text"), text);
  refuse(source.syntaxProblems, text);
  if (source.value === null || source.value === undefined) refuse(notAStory(file, "the file is empty"), text);
  refuse(structureProblems(source), text);
  const raw = source.value as RawScenario;
  const problems: Problem[] = [];
  const actors = new Map(Object.entries(raw.actors).map(([name, actor]) => [name, readActor(name, actor)]));
  const scope: Scope = { seed: seed ?? BigInt(raw.seed), actors, ...(vocabulary !== undefined && { vocabulary }) };
  const root = new Cursor(source, [], scope, problems);
  const acts = readActs(raw.acts, root.child("acts"), new Plan(scope));
  refuse(problems, text);
  return {
    file,
    name: basename(file).replace(/\.ya?ml$/, ""),
    title: raw.title,
    about: raw.about.trim(),
    seed: scope.seed,
    preset: raw.preset,
    ...(raw.gloas !== undefined && { gloasBlocks: parseSpan(raw.gloas)!.blocks }),
    actors: [...actors.values()],
    acts,
  };
}

/** A file without a story in it: nothing, comments alone, or no text at all. */
function notAStory(file: string, message: string): Problem[] {
  const fix = "copy one of scenarios/, or the example of docs/scenarios.md";
  return [{ file, line: 1, column: 1, message, expected: "a story in YAML 1.2", fix }];
}

function readActor(name: string, { role, about, funding }: { role: Role; about?: string; funding?: string }): Actor {
  return { name, role, about: about ?? "", fundingWei: funding === undefined ? 0n : parseAmount(funding)!.wei };
}

function refuse(problems: readonly Problem[], text: string): void {
  if (problems.length === 0) return;
  const ordered = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
  throw new InvalidScenario(ordered, text);
}
