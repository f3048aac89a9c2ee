import { expect } from "chai";
import { problemsOf, says } from "./numbers/claims.ts";
import { PAGES } from "./numbers/pages/index.ts";
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
    expect(wrong[0]).to.equal('the code says "has 8 files", and the page does not, but "has 7 files"');
    expect(problemsOf(page, [...right, says`has ${7} files`, says`and ${9} more`])).to.deep.equal([
      'the code says "and 9 more", and the page does not',
    ]);
  });
});
