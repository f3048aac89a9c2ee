import type { Answer } from "./messages.ts";
import { NoAnswer, openProcess, type TestProcess } from "./process.ts";
import { type Numbered, TRACE } from "./schemata.ts";

/** How a mutant fared with a test file: killed by a test, or all that reach it are green. */
export type InFile =
  | { readonly is: "killed"; readonly by: string; readonly how: string }
  | { readonly is: "green"; readonly reached: boolean };

/** A test file that is ready to judge. */
export interface Bench {
  /** Tests that are red without any mutant, for the code is larger and dearer: they judge none. */
  readonly leftOut: readonly string[];
  judge(mutant: Numbered): Promise<InFile>;
  close(): void;
}

const MINUTE = 60_000;
/** A mutant may make a run so many times as long before it counts as endless. */
const PATIENCE = 20;

/** Runs a test file with no mutant active, and sees what its tests reach. */
export async function openBench(artifacts: string, file: string): Promise<Bench> {
  let process: TestProcess | undefined = await openProcess(artifacts, file, TRACE);
  // a contract that stands before the first test keeps the mutant of that time
  let isFresh = process.loaded.deployedEarly;
  const traced = await process.ask({ active: TRACE, bail: false }, 30 * MINUTE);
  const leftOut = [...new Set(traced.failed.map(({ title }) => title))];
  const sound = traced.passed.filter((title) => !leftOut.includes(title));
  const everywhere = traced.reached[""] ?? [];
  const reachedBy = new Map(sound.map((title) => [title, new Set([...(traced.reached[title] ?? []), ...everywhere])]));
  const most = MINUTE + PATIENCE * traced.milliseconds;
  const green = new Set<string>();

  const run = async (active: number, only: readonly string[]): Promise<Answer> => {
    if (isFresh) process?.close();
    if (isFresh || process === undefined) process = await openProcess(artifacts, file, active);
    try {
      return await process.ask({ active, only, bail: true }, most);
    } catch (error) {
      process = undefined;
      throw error;
    }
  };

  /** Whether a test that was red with a mutant is green without, here and by itself. */
  const isSound = async (title: string): Promise<boolean> => {
    if (green.has(title)) return true;
    const { failed } = await run(0, [title]);
    if (failed.length === 0) green.add(title);
    return failed.length === 0;
  };

  return {
    leftOut,
    async judge({ number }) {
      let tests = sound.filter((title) => reachedBy.get(title)!.has(number));
      for (;;) {
        if (tests.length === 0) return { is: "green", reached: false };
        try {
          const { failed } = await run(number, tests);
          const [red] = failed;
          if (red === undefined) return { is: "green", reached: tests.length > 0 };
          if (await isSound(red.title)) return { is: "killed", by: `${file}: ${red.title}`, how: red.message };
          // what ran before has left something behind: from now on each run has a process of its own
          if (!isFresh) isFresh = true;
          // and a test that needs those before it cannot say anything alone
          else tests = tests.filter((title) => title !== red.title);
        } catch (error) {
          if (!(error instanceof NoAnswer)) throw error;
          return { is: "killed", by: file, how: error.message.split("\n")[0]! };
        }
      }
    },
    close: () => process?.close(),
  };
}
