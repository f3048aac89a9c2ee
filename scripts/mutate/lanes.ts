import { type InFile, openBench } from "./judge.ts";
import type { Memory } from "./memory.ts";
import type { Numbered } from "./schemata.ts";

/** How a mutant fared with all test files of its rung. `reached`: whether a test reaches it at all. */
export type Verdict = Extract<InFile, { is: "killed" }> | { readonly is: "survived"; readonly reached: boolean };

/** What is told while mutants are judged. */
export interface Progress {
  onVerdict(mutant: Numbered, verdict: Verdict): void;
  /** A test file that has had its turn. */
  onFile(file: string, note: string): void;
}

/**
 * Judges mutants of one rung by its test files, several beside each other: a file is loaded once, and judges all mutants
 * that it reaches and no other file has killed yet. What is remembered is not tried again.
 */
export async function judgeAll(
  artifacts: string,
  mutants: readonly Numbered[],
  files: readonly string[],
  lanes: number,
  memory: Memory,
  { onVerdict, onFile }: Progress,
): Promise<void> {
  const alive = new Map(mutants.map((mutant) => [mutant.number, mutant]));
  const reached = new Set<number>();
  const take = (mutant: Numbered, found: InFile): boolean => {
    if (found.is === "green") {
      if (found.reached) reached.add(mutant.number);
      return false;
    }
    if (!alive.delete(mutant.number)) return false;
    onVerdict(mutant, found);
    return true;
  };
  for (const file of files)
    for (const mutant of mutants) {
      const known = memory.recall(file, mutant);
      if (known !== undefined) take(mutant, known);
    }
  const waiting = [...files];
  const lane = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const isOpen = (one: Numbered): boolean =>
        alive.has(one.number) && memory.recall(file as string, one) === undefined;
      if (!mutants.some(isOpen)) continue;
      const started = performance.now();
      const bench = await openBench(artifacts, file);
      let killed = 0;
      try {
        for (const mutant of mutants) {
          if (!isOpen(mutant)) continue;
          const found = await bench.judge(mutant);
          memory.note(file, mutant, found);
          if (take(mutant, found)) killed++;
        }
      } finally {
        bench.close();
      }
      const out = bench.leftOut.length === 0 ? "" : `; red on larger code, and left out: ${bench.leftOut.join("; ")}`;
      const seconds = ((performance.now() - started) / 1_000).toFixed(0);
      onFile(file, `${killed} killed in ${seconds} s, ${alive.size} alive${out}`);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  for (const mutant of alive.values()) onVerdict(mutant, { is: "survived", reached: reached.has(mutant.number) });
}
