import { cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { openCopy, ROOT, type Ended } from "./copy.ts";
import type { TestRecord } from "../plugins/test-results/record.ts";
import type { FindingTest, Flaw } from "./finding.ts";
import { findNeedless } from "./leave-out.ts";
import { judge, type Verdict } from "./verdict.ts";

const NEEDED = [
  ...["package.json", "tsconfig.json", "hardhat.config.ts", "deploy", "scripts", "scenarios", "test", "contracts"],
  ...["artifacts", "cache"],
];
const RESULTS = "cache/test-results";
const FIRST = "scripts/findings/first-failure.ts";
/** What compiling writes; kept as it is without any flaw, which is faster than compiling it again. */
const COMPILED = ["artifacts", "cache"];

/** A copy of the repository in which flaws are put in and their tests are run. */
export function openBench() {
  const needless = findNeedless(ROOT);
  const copy = openCopy(NEEDED, (file) => needless.has(file));
  const inCopy = (...parts: string[]): string => path.join(copy.folder, ...parts);

  /** Compiles what changed and runs these tests, in one process. */
  const run = async (tests: FindingTest[], ids: string[]): Promise<[Ended, TestRecord[] | undefined]> => {
    rmSync(inCopy(RESULTS), { recursive: true, force: true });
    const files = [...new Set(tests.map(({ file }) => file))];
    const grep = `(?:^| )(?:[\\w-]+, )*(?:${ids.join("|")})(?:, [\\w-]+)*: `;
    const options = ["--no-typechain", "--test-results", RESULTS];
    const ended = await copy.hardhat([...options, "test", "mocha", "--grep", grep, ...files], [FIRST]);
    const records = inCopy(RESULTS, "mocha.json");
    return [ended, existsSync(records) ? JSON.parse(readFileSync(records, "utf8")) : undefined];
  };
  const swap = (from: (part: string) => string, to: (part: string) => string): void => {
    for (const part of COMPILED) {
      rmSync(to(part), { recursive: true, force: true });
      cpSync(from(part), to(part), { recursive: true });
    }
  };

  return {
    /** Builds everything, and runs these tests on what is there without any flaw. */
    async control(tests: FindingTest[], ids: string[]): Promise<Map<string, Verdict>> {
      const [ended, records] = await run(tests, ids);
      swap(inCopy, (part) => inCopy("pristine", part));
      return new Map(ids.map((id) => [id, judge(id, records, ended)]));
    },
    /** Puts a flaw in, runs the one test, and takes it out. */
    judge: (flaw: Flaw, test: FindingTest): Promise<Verdict> =>
      copy.whileChanged(flaw, async () => {
        try {
          const [ended, records] = await run([test], [flaw.id]);
          return judge(flaw.id, records, ended);
        } finally {
          swap((part) => inCopy("pristine", part), inCopy);
        }
      }),
    close: copy.close,
  };
}
