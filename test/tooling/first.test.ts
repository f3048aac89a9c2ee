import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { dayOfSamples, FIRST, programOf, sampleOf } from "../../scripts/first/commands.ts";
import { runFirst } from "../../scripts/first/run.ts";
import { TASKS } from "../../scripts/tasks/all.ts";

const root = path.resolve(import.meta.dirname, "../..");
const programs = FIRST.map(({ line }) => programOf(line));
const day = dayOfSamples();

/** A command line in a page, between backticks. */
const DOCUMENTED = /\x60((?:npm run|npm test|npx|node scripts\/)[^\x60]*)\x60/g;
/** What only takes part in other commands or changes what is outside the clone. */
const NOT_ALONE = /^((npm run|npx)$|npx (hardhat (keystore|TASK|--help)|node …|-p)|node scripts\/run\.mjs)/;

describe("each command as the first one", () => {
  it("TLS-27: every npm script, task and documented command has its turn", () => {
    const { scripts } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    const named = Object.keys(scripts)
      .filter((name) => scripts[`pre${name}`] !== undefined)
      .map((name) => (name === "test" ? "npm test" : `npm run ${name}`));
    const documented = globSync(["*.md", "docs/**/*.md", "scenarios/**/*.md"], { cwd: root }).flatMap((page) =>
      [...readFileSync(path.join(root, page), "utf8").matchAll(DOCUMENTED)]
        .map(([, line = ""]) => line.trim())
        .filter((line) => !NOT_ALONE.test(line)),
    );
    const all = [...named, ...TASKS.map(({ id }) => `npx hardhat ${id[0]}`), ...documented];
    expect(documented.length).to.be.greaterThan(30);
    const absent = all.filter((line) => !programs.includes(programOf(line)));
    expect(absent).to.deep.equal([]);
  });

  it("TLS-27: the sample takes three a day, and goes round", () => {
    const cheap = FIRST.filter((one) => one.cheap === true);
    const days = Array.from({ length: cheap.length }, (_, index) => sampleOf(index).map(({ line }) => line));
    expect(new Set(days.flat())).to.deep.equal(new Set(cheap.map(({ line }) => line)));
    for (const three of days) expect(new Set(three).size).to.equal(3);
  });

  for (const first of sampleOf(day)) {
    it(`TLS-27: in a fresh clone, LADDER_FIRST_DAY=${day}: ${first.line}`, async () => {
      expect(existsSync(path.join(root, "artifacts/contracts"))).to.equal(true);
      const { ok, code, said } = await runFirst(root, first, { built: true });
      expect(ok, `exit code ${code}\n${said}`).to.equal(true);
    });
  }
});
