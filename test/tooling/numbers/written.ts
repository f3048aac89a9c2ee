/**
 * Pages of which a program writes every line, each with the test that compares the file with what the program writes. Such a
 * test is looked for by its title, and must expect something; that it compares is read by people.
 */
import { isThere, textOf } from "./sources.ts";

export interface Written {
  path: string;
  program: string;
  /** `file: part of the title` of the test. */
  by: string;
}

export const WRITTEN: readonly Written[] = [
  {
    path: "docs/exploits.md",
    program: "scripts/attacks/page.ts",
    by: "test/5-lrt/attacks/exploits.test.ts: ATK-03: docs/exploits.md is what was played",
  },
  {
    path: "docs/findings.md",
    program: "scripts/findings/page.ts",
    by: "test/findings/findings.test.ts: FND-02: docs/findings.md says what is there",
  },
  {
    path: "docs/gas-limits.md",
    program: "scripts/gas-limits/page.ts",
    by: "test/3-restaking/gas/limits.test.ts: RST-108: says what is measured",
  },
  {
    path: "docs/key-life.md",
    program: "test/5-lrt/key-life.ts",
    by: "test/5-lrt/key-life.test.ts: OPS-50: docs/key-life.md shows every cell as it is",
  },
  {
    path: "docs/mutants.md",
    program: "scripts/mutate/page.ts",
    by: "test/tooling/mutants.test.ts: TLS-28: the page shows what was published",
  },
  {
    path: "docs/parameters.md",
    program: "scripts/deploy/write-parameters.ts",
    by: "test/deploy/parameters.test.ts: DEP-28: docs/parameters.md is what the table says",
  },
  {
    path: "docs/prices-and-news.md",
    program: "test/5-lrt/prices-and-news.ts",
    by: "test/5-lrt/prices-and-news.test.ts: VLT-117: the page shows what each way in and out does",
  },
  {
    path: "docs/pricing-rules.md",
    program: "scripts/pricing/page.ts",
    by: "test/5-lrt/pricing-page.test.ts: QUE-30: docs/pricing-rules.md shows what the stories play, word for word",
  },
  {
    path: "docs/steps.md",
    program: "scripts/scenario/steps-page.ts",
    by: "test/stories/steps-page.test.ts: SCN-92: says of each step and reading what its module says",
  },
  {
    path: "docs/stops-and-clocks.md",
    program: "test/5-lrt/stops-and-clocks.ts",
    by: "test/5-lrt/stops-and-clocks.test.ts: VLT-134: the page shows every clock in every state as it is",
  },
];

/** What is wrong with `file: part of the title`: no such file, no one test of that title, or one that expects nothing. */
export function problemsOfTest(by: string): string[] {
  const [file = "", title = ""] = [by.slice(0, by.indexOf(": ")), by.slice(by.indexOf(": ") + 2)];
  if (!isThere(file)) return [`there is no ${file}`];
  const tests = textOf(file).split(/^ *it\(/m);
  const found = tests.slice(1).filter((test) => test.slice(0, test.indexOf("\n")).includes(title));
  if (found.length !== 1) return [`${file} has ${found.length} tests of the title "${title}"`];
  return /expect\w*\(/.test(found[0]!) ? [] : [`"${title}" of ${file} expects nothing`];
}

/** What is wrong with what is said of a page that is written whole. */
export function problemsOfWritten({ path, program, by }: Written): string[] {
  if (!isThere(program)) return [`there is no ${program}`];
  const name = path.split("/").at(-1)!;
  const [file = ""] = by.split(": ");
  const names = [program, file].some((one) => isThere(one) && textOf(one).includes(name));
  return [...problemsOfTest(by), ...(names ? [] : [`neither ${program} nor ${file} names ${path}`])];
}
