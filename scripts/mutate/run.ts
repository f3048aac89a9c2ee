import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { BadOption } from "../lib/command-line.ts";
import { collectMutants } from "./collect.ts";
import { compileMutants } from "./compile.ts";
import { judgeAll, type Verdict } from "./lanes.ts";
import { groundOf, hash, MUTATE_CACHE, openMemory } from "./memory.ts";
import type { Mutant } from "./mutant.ts";
import type { Numbered } from "./schemata.ts";
import { type Selection, select } from "./select.ts";
import { type Build, readBuilds } from "./syntax.ts";

/** What is known of a rung after a run. */
export interface RungResult {
  readonly rung: number;
  /** All mutants that the rung has. */
  readonly of: number;
  readonly seed: number;
  readonly verdicts: readonly { readonly mutant: Mutant; readonly verdict: Verdict }[];
  /** Drawn, and not taken by the compiler together with the others. */
  readonly notCompiled: number;
}

/** Why a survivor lives. */
export interface Reason {
  readonly id: string;
  readonly is: "equivalent" | "gap";
  readonly why: string;
}

/** The test files of a rung, the short ones first. */
export function testsOf(root: string, rung: number): string[] {
  return globSync(`test/${rung}-*/**/*.test.ts`, { cwd: root })
    .map((file) => file.replaceAll(path.sep, "/"))
    .toSorted((a, b) => statSync(path.join(root, a)).size - statSync(path.join(root, b)).size);
}

/** Tries what was selected. @throws BadOption when nothing is */
export async function run(
  root: string,
  selection: Selection,
  lanes: number,
  isFresh: boolean,
  say: (text: string) => void,
): Promise<RungResult[]> {
  const builds = readBuilds(root);
  const all = collectMutants(builds);
  const chosen = select(all, selection);
  if (chosen.length === 0)
    throw new BadOption(
      `No mutant has "${selection.only}" in its file, operator or id: leave --only out to draw from all.`,
    );
  const memory = openMemory(root, isFresh);
  say(`${chosen.length} of ${all.length} mutants, seed ${selection.seed}`);
  const { folder, kept } = await compileOnce(root, builds, chosen, say);
  const results: RungResult[] = [];
  for (const rung of selection.rungs) {
    const own = kept.filter((one) => one.rung === rung);
    const drawn = chosen.filter((one) => one.rung === rung).length;
    const verdicts: { mutant: Mutant; verdict: Verdict }[] = [];
    await judgeAll(folder, own, testsOf(root, rung), lanes, memory, {
      onVerdict(mutant, verdict) {
        verdicts.push({ mutant, verdict });
        const { file, line, operator, before, after, id } = mutant;
        say(`${verdict.is.padEnd(8)} ${id} ${file}:${line} ${operator}: ${before}  ->  ${after}`);
        say(
          verdict.is === "killed" ? `         ${verdict.by}: ${verdict.how}` : `         ${reachText(verdict.reached)}`,
        );
      },
      onFile: (file, note) => say(`         ${file}: ${note}`),
    });
    const of = all.filter((one) => one.rung === rung).length;
    results.push({ rung, of, seed: selection.seed, verdicts, notCompiled: drawn - own.length });
  }
  return results;
}

export const reachText = (reached: boolean): string =>
  reached ? "every test that reaches it is green" : "no test of the rung reaches it";

/** Artifacts that hold these mutants, from an earlier run or new. */
async function compileOnce(
  root: string,
  builds: readonly Build[],
  chosen: readonly Numbered[],
  say: (text: string) => void,
): Promise<{ folder: string; kept: Numbered[] }> {
  const cache = path.join(root, MUTATE_CACHE);
  const ground = groundOf(root, ["contracts"]);
  const folder = path.join(cache, `${ground}-${hash(chosen.map(({ id, number }) => `${id} ${number}`).join())}`);
  const note = `${folder}.json`;
  if (!existsSync(note) || !existsSync(folder)) {
    mkdirSync(cache, { recursive: true });
    // what was made of other contracts is of no use any more
    for (const old of readdirSync(cache))
      if (/^\w{16}-/.test(old) && !old.startsWith(ground)) rmSync(path.join(cache, old), { recursive: true });
    rmSync(folder, { recursive: true, force: true });
    say("compiling them all at once");
    const kept = await compileMutants(root, builds, chosen, folder);
    writeFileSync(note, JSON.stringify(kept.map(({ number }) => number)));
  }
  const numbers = new Set(JSON.parse(readFileSync(note, "utf8")) as number[]);
  return { folder, kept: chosen.filter(({ number }) => numbers.has(number)) };
}

/** The score of all that was tried: dead, of those that are not equivalent. */
export function total(
  results: readonly RungResult[],
  reasons: readonly Reason[],
): { tried: number; score: number; unexplained: number } {
  const verdicts = results.flatMap((one) => one.verdicts);
  const killed = verdicts.filter(({ verdict }) => verdict.is === "killed").length;
  const reasonOf = (id: string): Reason | undefined => reasons.find((one) => one.id === id);
  const survivors = verdicts
    .filter(({ verdict }) => verdict.is === "survived")
    .map(({ mutant }) => reasonOf(mutant.id));
  const equivalent = survivors.filter((reason) => reason?.is === "equivalent").length;
  const tried = verdicts.length;
  return {
    tried,
    score: tried === equivalent ? 1 : killed / (tried - equivalent),
    unexplained: survivors.filter((reason) => reason === undefined).length,
  };
}
