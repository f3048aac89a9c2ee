import { commandLineOf } from "../lib/command-line.ts";
import { ROOT } from "./copy.ts";
import { openBench } from "./bench.ts";
import { contradictions } from "./consistency.ts";
import type { FindingTest } from "./finding.ts";
import { knowledgeOf } from "./know.ts";
import { openMemory } from "./memory.ts";
import type { Verdict } from "./verdict.ts";

/**
 * `npm run findings:prove [-- --only TEXT…] [--fresh] [--json]`: puts each finding's stored flaw into a copy of the
 * contracts and demands that the finding's test goes red, by an assertion or a revert. What was proven on exactly
 * this code is not run again, unless `--fresh`. Exit 1 when a test stays green, cannot be run, or fails without its
 * flaw; 2 when the stored flaws contradict the tests, or nothing matches.
 */
const { values } = commandLineOf({
  only: { type: "string", multiple: true, default: [""] },
  json: { type: "boolean", default: false },
  fresh: { type: "boolean", default: false },
});
const known = knowledgeOf(ROOT);
const testOf = (id: string): FindingTest | undefined => known.tests.find(({ ids }) => ids.includes(id));
const flaws = known.flaws
  .filter(({ id, file, why }) => values.only.some((text) => `${id} ${file}: ${why}`.includes(text)))
  // the same file again compiles nothing that was not compiled just before
  .toSorted((a, b) => (a.file === b.file ? 0 : a.file < b.file ? -1 : 1));
// what is wrong with others is for a test to say
const isMine = (line: string): boolean =>
  values.only.includes("") || flaws.some(({ id }) => /^[\w-]+/.exec(line)?.[0] === id);
const wrong = contradictions(ROOT, known).filter(isMine);
const say = (text: string): void => void (values.json ? process.stderr : process.stdout).write(`${text}\n`);
if (wrong.length > 0 || flaws.length === 0) {
  say(
    wrong.length > 0
      ? wrong.join("\n")
      : `no stored flaw has ${values.only.map((text) => `"${text}"`).join(" or ")} in its id, file or reason: leave --only out to take all`,
  );
  process.exit(2);
}

const memory = openMemory(ROOT, values.fresh);
const verdicts = new Map<string, Verdict>();
const note = (id: string, verdict: Verdict, seconds: number): void => {
  verdicts.set(id, verdict);
  const count = `${verdicts.size}/${flaws.length}`.padStart(7);
  const by = verdict.is === "green" ? "the flaw is there and the test does not see it" : verdict.by;
  say(`${count} ${verdict.is.padEnd(6)} ${id.padEnd(12)} ${seconds.toFixed(0).padStart(3)} s  ${by}`);
};

const todo = flaws.filter((flaw) => {
  const by = memory.recall(flaw);
  if (by !== undefined) note(flaw.id, { is: "red", by: `${by} (proven before)` }, 0);
  return by === undefined;
});
if (todo.length > 0) {
  say(`building a copy, and running ${todo.length} tests without any flaw`);
  const bench = openBench();
  process.once("SIGINT", () => {
    bench.close();
    process.exit(130);
  });
  try {
    const tests = todo.flatMap(({ id }) => testOf(id) ?? []);
    const control = await bench.control(
      tests,
      todo.map(({ id }) => id),
    );
    for (const flaw of todo) {
      const started = performance.now();
      const before = control.get(flaw.id) as Verdict;
      const verdict: Verdict =
        before.is === "green"
          ? await bench.judge(flaw, testOf(flaw.id) as FindingTest)
          : { is: "broken", by: `fails without its flaw: ${before.by}` };
      if (verdict.is === "red") memory.note(flaw, verdict.by);
      note(flaw.id, verdict, (performance.now() - started) / 1000);
    }
  } finally {
    bench.close();
  }
}

const isRed = ({ id }: { id: string }): boolean => verdicts.get(id)?.is === "red";
const rows = flaws.map((flaw) => ({ ...flaw, test: testOf(flaw.id)?.title, ...verdicts.get(flaw.id) }));
if (values.json) process.stdout.write(`${JSON.stringify(rows, null, 1)}\n`);
const red = flaws.filter(isRed).length;
say(`${flaws.length} flaws, ${red} seen red, ${flaws.length - red} not`);
process.exitCode = red === flaws.length ? 0 : 1;
