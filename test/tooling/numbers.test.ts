import { expect } from "chai";
import { problemsOf, says } from "./numbers/claims.ts";
import { PAGES } from "./numbers/pages/index.ts";
import { numbersOf } from "./numbers/prose.ts";
import { textOf } from "./numbers/sources.ts";

describe("numbers of pages", () => {
  for (const { path, claims, held } of PAGES)
    it(`TLS-74: every number that ${path} says is what code reckons or has`, async () => {
      expect(problemsOf(textOf(path), await claims(), held).join("\n")).to.equal("");
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
    const numbers = numbersOf("three of 2,048, or 34 million at 0.5 %").map(({ text }) => text);
    expect(numbers).to.deep.equal(["three", "2,048", "34 million", "0.5"]);
  });
});
