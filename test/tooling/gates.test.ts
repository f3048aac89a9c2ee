import { readdirSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { compareRequirements, readRequirements } from "../../scripts/checks/requirements.ts";
import type { Gate, Outcome } from "../../scripts/gates/gate.ts";
import { countTests } from "../../scripts/gates/results.ts";
import { runGates, startGate } from "../../scripts/gates/run.ts";
import { filesOfParts, PARTS, readParts } from "../../scripts/plugins/test-results/part.ts";
import type { TestRecord } from "../../scripts/plugins/test-results/record.ts";

const record = (title: string, state: TestRecord["state"] = "passed"): TestRecord => ({
  runner: title.startsWith("test") ? "solidity" : "mocha",
  file: "test/a",
  title,
  state,
  milliseconds: 0,
});

describe("the requirement check", () => {
  const table = readRequirements("| ID | what |\n| --- | --- |\n| QUE-07 | it adds up |\n| STA-01 | epochs |\n");

  it("TLS-13: takes ids from titles of mocha and Solidity tests", () => {
    const records = [record("the queue QUE-07: it adds up"), record("test_STA_01_epochs(uint256)")];
    expect(compareRequirements(table, records)).to.deep.equal([]);
  });

  it("TLS-13: finds an id whose test is missing or was skipped", () => {
    const missing = ["docs/requirements.md:3: no test that ran has QUE-07 in its title"];
    expect(compareRequirements(table, [record("STA-01")])).to.deep.equal(missing);
    expect(compareRequirements(table, [record("STA-01"), record("QUE-07", "skipped")])).to.deep.equal(missing);
    expect(compareRequirements(table, [record("STA-01"), record("QUE-070")])).to.include(missing[0] as string);
  });

  it("TLS-13: finds an id that no table has, and takes ERC-20 for what it is", () => {
    const records = [record("QUE-07 STA-01"), record("QUE-99: more"), record("an ERC-20 token")];
    expect(compareRequirements(table, records)).to.deep.equal([
      "test/a: a title names QUE-99, which docs/requirements.md does not have",
    ]);
  });

  it("TLS-13: finds an id that stands twice, and one that says nothing", () => {
    const twice = readRequirements("| QUE-07 | a |\n| QUE-07 | b |\n| QUE-08 |  |");
    expect(compareRequirements(twice, [record("QUE-07 QUE-08")])).to.deep.equal([
      "docs/requirements.md:2: QUE-07 stands on line 1 too",
      "docs/requirements.md:3: QUE-08 does not say what must hold",
    ]);
  });
});

describe("the parts of the mocha tests", () => {
  it("TLS-15: each test file is in one part, and each part has some", () => {
    const here = path.resolve("test");
    const all = readdirSync(here, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".test.ts"));
    const parts = PARTS.map((part) => filesOfParts(readParts(part), here));
    expect(parts.flat().toSorted()).to.deep.equal(all.map((file) => path.join(here, file)).toSorted());
    for (const files of parts) expect(files).not.to.be.empty;
    expect(filesOfParts(readParts("lower,vault"), here).toSorted()).to.deep.equal(
      [...parts[0]!, ...parts[1]!].toSorted(),
    );
    expect(() => readParts("lower,all")).to.throw(
      RangeError,
      '--test-part is one or more of lower, vault, defi, attacks, journeys, not "all"',
    );
  });
});

describe("npm test", () => {
  const gate = (name: string, after?: string[]): Gate => ({
    name,
    promise: "",
    command: [name],
    ...(after && { after }),
  });
  const outcome = (name: string, state: Outcome["state"]): Outcome => ({
    gate: gate(name),
    state,
    seconds: 1,
    output: "",
  });

  it("TLS-15: runs every gate that can run, and none whose ground has failed", async () => {
    const started: string[] = [];
    const start = async (one: Gate): Promise<Outcome> => {
      started.push(one.name);
      return outcome(one.name, one.name === "build" ? "failed" : "passed");
    };
    const gates = [gate("mocha", ["build"]), gate("build"), gate("format"), gate("after", ["mocha"])];
    const outcomes = await runGates(gates, 2, () => {}, start);
    expect(started).to.have.members(["build", "format"]);
    expect(outcomes.map(({ state }) => state)).to.deep.equal(["not run", "failed", "passed", "not run"]);
  });

  it("TLS-15: never runs more gates at once than it may", async () => {
    let running = 0;
    let most = 0;
    const start = async (one: Gate): Promise<Outcome> => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running--;
      return outcome(one.name, "passed");
    };
    await runGates(
      ["a", "b", "c", "d", "e"].map((name) => gate(name)),
      2,
      () => {},
      start,
    );
    expect(most).to.equal(2);
  });

  it("TLS-15: shows what a program printed, and its failure", async () => {
    const failing: Gate = { name: "x", promise: "", command: ["node", "-e", "console.log('why'); process.exit(1)"] };
    const absent = { ...failing, name: "y", command: ["no-such-program"] };
    const [shown, missing] = await runGates([failing, absent], 2, () => {}, startGate);
    expect(missing?.output).to.match(/did not start/);
    expect(shown).to.include({ state: "failed", output: "why\n" });
  });

  it("TLS-16: counts tests as the runners do, and a gate that fell without a failed test as one", () => {
    const records = [record("a"), record("b", "failed"), record("c", "skipped"), record("test_A")];
    const outcomes = [outcome("mocha", "failed"), outcome("solidity", "passed"), outcome("types", "passed")];
    expect(countTests(records, outcomes)).to.deep.equal({ passed: 2, failed: 1 });
    expect(countTests(records, [...outcomes, outcome("format", "failed")])).to.deep.equal({ passed: 2, failed: 2 });
    expect(countTests([], [outcome("mocha", "failed"), outcome("types", "not run")])).to.deep.equal({
      passed: 0,
      failed: 1,
    });
  });
});
