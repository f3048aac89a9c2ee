import { expect } from "chai";
import { problemsOf, says } from "./numbers/claims.ts";
import { pagesThere } from "./numbers/pages-there.ts";
import { PAGES, UNCLAIMED } from "./numbers/pages/index.ts";
import { numbersOf } from "./numbers/prose.ts";
import { textOf } from "./numbers/sources.ts";
import { problemsOfTest, problemsOfWritten, WRITTEN } from "./numbers/written.ts";

describe("numbers of pages", () => {
  const written = new Set(WRITTEN.map(({ path }) => path));

  for (const path of pagesThere().filter((one) => !written.has(one)))
    it(`TLS-74: every number that ${path} says is what code reckons or has`, async () => {
      const { claims, held } = PAGES.find((page) => page.path === path) ?? {};
      const problems = problemsOf(textOf(path), (await claims?.()) ?? [], held);
      if (path in UNCLAIMED) expect(problems.length).to.equal(UNCLAIMED[path]);
      else expect(problems.join("\n")).to.equal("");
    });

  it("TLS-78: every page is claimed, or written whole by a program that a test compares with it, or has no number", () => {
    const named = [...PAGES, ...WRITTEN].map(({ path }) => path);
    expect(named.filter((path, index) => named.indexOf(path) !== index)).to.deep.equal([]);
    expect([...named, ...Object.keys(UNCLAIMED)].filter((path) => !pagesThere().includes(path))).to.deep.equal([]);
    expect(WRITTEN.flatMap(problemsOfWritten)).to.deep.equal([]);
    expect(PAGES.flatMap(({ held = [] }) => held.flatMap(({ by }) => problemsOfTest(by)))).to.deep.equal([]);
  });

  it("TLS-78: a test that is not there, that is there twice, or that expects nothing holds no page", () => {
    const file = "test/tooling/numbers.test.ts";
    expect(problemsOfTest(`${file}: TLS-78: a test that is not there`)).to.deep.equal([]);
    expect(problemsOfTest("test/none.test.ts: TLS-78")).to.deep.equal(["there is no test/none.test.ts"]);
    expect(problemsOfTest(`${file}: TLS-00`)).to.deep.equal([`${file} has 0 tests of the title "TLS-00"`]);
    expect(problemsOfTest(`${file}: TLS-78`)).to.deep.equal([`${file} has 2 tests of the title "TLS-78"`]);
    const other = "test/tooling/lists.test.ts";
    const program = "scripts/pricing/page.ts";
    expect(problemsOfWritten({ path: "docs/gas.md", program, by: `${other}: INV-40: every limit` })).to.deep.equal([
      `neither ${program} nor ${other} names docs/gas.md`,
    ]);
  });

  it("TLS-74: a number that is wrong, that nobody claims, or that is gone is told, with its line or what the code says", () => {
    const page = "An epoch has\n32 slots, and a slot 12 seconds. Rung 1 has 7 files.\n";
    const right = [says`has ${32} slots`, says`a slot ${12} seconds`];
    expect(problemsOf(page, right)).to.deep.equal([
      'line 2: no claim has "7" of "…An epoch has 32 slots, and a slot 12 seconds. Rung 1 has 7 files. …"',
    ]);
    const wrong = problemsOf(page, [...right, says`has ${8} files`]);
    expect(wrong[0]).to.equal('line 2: the code says "has 8 files", and the page does not, but "has 7 files"');
    expect(problemsOf(page, [...right, says`has ${7} files`, says`and ${9} more`])).to.deep.equal([
      'the code says "and 9 more", and the page does not',
    ]);
  });

  it("TLS-74: a claim that stands there twice is told", () => {
    expect(problemsOf("7 days and 7 days", [says`${7} days`]).join("\n")).to.contain("stands there 2 times");
  });

  it("TLS-74: a table that a test is said to hold has to be there", () => {
    const held = [{ below: "## Costs", by: "another.test.ts" }];
    expect(problemsOf("\n## Costs\n\n| 12 | 13 |\n", [], held)).to.deep.equal([]);
    expect(problemsOf("\n## Prices\n", [], held)).to.have.lengthOf(1);
  });

  it("TLS-74: names that have digits are no numbers, and words are from three on", () => {
    const names =
      "EIP-7251, rung 2, v1.2, 2026-11-30, [0257](docs/0257.md), LQ-03, `42`, 0x01, one of two\n\n```\n9\n```\n";
    expect(numbersOf(names)).to.deep.equal([]);
    const others =
      "ERC-4626, 7540 and 7887, BUSL-1.1, GPL-2.0-or-later, no rung below 6\n| 3 | `contracts/3-restaking` |";
    expect(numbersOf(others)).to.deep.equal([]);
    const numbers = numbersOf("three of 2,048, or 34 million at 0.5 %, ERC-20 and 12, 1e18").map(({ text }) => text);
    expect(numbers).to.deep.equal(["three", "2,048", "34 million", "0.5", "12", "1e18"]);
  });
});
