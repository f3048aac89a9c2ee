import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { Found } from "../../scripts/compare-beacon/comparison.ts";
import { COMPARISONS } from "../../scripts/compare-beacon/comparisons/index.ts";
import { LISTED } from "../../scripts/compare-beacon/listed.ts";
import { readOptions } from "../../scripts/compare-beacon/options.ts";
import { resultLines, toJson, totalLine, totals } from "../../scripts/compare-beacon/report.ts";
import { BadOption } from "../../scripts/demo/options.ts";

const root = path.resolve(import.meta.dirname, "../..");
const names = COMPARISONS.map(({ name }) => name);

describe("npm run compare:beacon", () => {
  it("STA-68: takes a difference for listed only with the numbers of both sides that are listed", () => {
    const expected = { theirs: 90n, ours: 88n };
    const found = new Found();
    found.equal("a number", 7n, 7n);
    found.known("lots", "as it is listed", 90n, 88n, expected);
    expect(totals([{ name: "x", found }])).to.include({ numbers: 2, listed: 1, differences: 0 });
    found.known("lots", "gone", 88n, 88n, expected);
    found.known("lots", "another", 90n, 87n, expected);
    found.equal("a number", 7n, 8n);
    expect(totals([{ name: "x", found }])).to.include({ numbers: 5, listed: 1, differences: 3 });
    expect(resultLines({ name: "x", found }).filter((line) => line.includes("DIFFERS"))).to.have.length(3);
    expect(totalLine([{ name: "x", found }])).to.match(/1 differ as .* lists, 3 otherwise$/);
    expect(JSON.parse(toJson("client 1.0", [{ name: "x", found }]))).to.nested.include({
      client: "client 1.0",
      differences: 3,
      "comparisons[0].differences[2].ours": "8",
    });
  });

  it("STA-68: every listed difference stands on rung 1's page, word for word", () => {
    const page = readFileSync(path.join(root, "docs/rungs/1-staking.md"), "utf8");
    const [, lists = ""] = page.split("## How it differs from mainnet");
    for (const [id, sentence] of Object.entries(LISTED)) expect(lists, id).to.include(`- ${sentence}`);
  });

  it("STA-68: refuses a wrong option with the way out", () => {
    const refused = (args: string[]) => {
      try {
        readOptions(args, names);
      } catch (error) {
        if (error instanceof BadOption) return error.message;
      }
      return "not refused";
    };
    expect(refused(["--only", "reward"])).to.match(/no comparison reward.*rewards/);
    expect(refused(["--jsn"])).to.match(/no option --jsn.*--json/);
    expect(refused(["--only"])).to.match(/only/);
    expect(refused(["rewards"])).to.not.equal("not refused");
    expect(readOptions(["--only", "rewards", "--only", "exits"], names).only).to.deep.equal(["rewards", "exits"]);
  });

  it("STA-68: refuses before it installs or builds anything, with exit code 2", () => {
    const before = existsSync(path.join(root, "scripts/compare-beacon/node_modules"));
    const run = spawnSync(
      process.execPath,
      [path.join(root, "scripts/run.mjs"), "scripts/compare-beacon/main.ts", "--only", "nothing"],
      { encoding: "utf8" },
    );
    expect([run.status, run.stdout]).to.deep.equal([2, ""]);
    expect(run.stderr).to.match(/no comparison nothing/);
    expect(existsSync(path.join(root, "scripts/compare-beacon/node_modules"))).to.equal(before);
  });
});
