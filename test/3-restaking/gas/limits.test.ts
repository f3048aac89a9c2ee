import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { gasLimits } from "../../../scripts/gas-limits/limits.ts";
import { measureReads } from "../../../scripts/gas-limits/measure.ts";
import { gasLimitsPage, unknownLimits } from "../../../scripts/gas-limits/page.ts";

/** Numbers of a page, and the page without them. */
const split = (page: string) => ({
  numbers: [...page.matchAll(/\d[\d,]*(?:\.\d+)?/g)].map(([number]) => Number(number.replaceAll(",", ""))),
  words: page.replaceAll(/\d[\d,]*(?:\.\d+)?/g, "n"),
});

describe("docs/gas-limits.md", () => {
  it("RST-108: names every limit in gas of the contracts", () => {
    expect(gasLimits().map(({ name }) => name)).to.include("ComponentReads.READ_GAS");
    expect(unknownLimits(gasLimits())).to.deep.equal([]);
  });

  it("RST-108: says what is measured, within two hundredths (else: npx node scripts/gas-limits/write-page.ts) [uninstrumented]", async () => {
    const page = split(await readFile(new URL("../../../docs/gas-limits.md", import.meta.url), "utf8"));
    const measured = split(gasLimitsPage(gasLimits(), await measureReads()));
    expect(page.words).to.equal(measured.words);
    for (const [index, number] of measured.numbers.entries())
      expect(Math.abs(page.numbers[index]! - number)).to.be.at.most(Math.max(number / 50, 0.11), `number ${index}`);
  });
});
