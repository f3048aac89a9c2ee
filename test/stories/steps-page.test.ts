import { readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { READINGS } from "../../scripts/scenario/readings/index.ts";
import { STEPS_PAGE, stepsPage } from "../../scripts/scenario/steps-page.ts";
import { STEPS } from "../../scripts/scenario/steps/index.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");

describe("docs/steps.md", () => {
  it("SCN-92: says of each step and reading what its module says (else: npx node scripts/scenario/write-steps.ts)", () => {
    const page = readFileSync(path.join(ROOT, STEPS_PAGE), "utf8");
    expect(page).to.equal(stepsPage(ROOT));
    for (const { name } of [...STEPS, ...READINGS]) expect(page).to.match(new RegExp(`^### ${name}$`, "m"));
  });

  it("SCN-92: has an example of each, cut from a story that is played, but of two that no story takes yet", () => {
    const parts = stepsPage(ROOT).split("\n### ").slice(1);
    const without = parts.filter((part) => !part.includes("\nIn `")).map((part) => part.split("\n")[0]);
    expect(without).to.deep.equal(["clear", "stay-in-cover"]);
  });
});
