import { readFileSync } from "node:fs";
import { expect } from "chai";
import { idsIn, readRequirements } from "../../scripts/checks/requirements.ts";
import { contradictions, type Knowledge, openFindings } from "../../scripts/findings/consistency.ts";
import { knowledgeOf } from "../../scripts/findings/know.ts";
import { PAGE, writePage } from "../../scripts/findings/page.ts";
import { judge } from "../../scripts/findings/verdict.ts";
import { ROOT } from "../../scripts/findings/copy.ts";
import type { TestRecord } from "../../scripts/plugins/test-results/record.ts";

const known = knowledgeOf(ROOT);

describe("findings", () => {
  it("FND-01: each of the list has its test, or a reason why none, once; each stored flaw still applies", () => {
    expect(new Set(known.findings.map(({ id }) => id)).size).to.equal(known.findings.length);
    expect(contradictions(ROOT, known)).to.deep.equal([]);
    expect(openFindings(known)).to.deep.equal([]);
    expect(new Set(known.tests.flatMap(({ ids }) => ids)).size).to.be.at.least(75);
  });

  it("FND-02: docs/findings.md says what is there", () => {
    const page = readFileSync(PAGE, "utf8");
    const wrong = writePage(known)
      .split("\n")
      .find((line) => !page.includes(line));
    expect(wrong, "npm run findings:page writes this").to.equal(undefined);
    expect(page === writePage(known), "npm run findings:page writes docs/findings.md").to.equal(true);
    for (const { id } of known.findings) expect(page.split(`\n| ${id} |`).length, id).to.equal(2);
  });

  it("FND-01: no finding's id reads as a requirement's", () => {
    const families = new Set(
      readRequirements(readFileSync("docs/requirements.md", "utf8")).map(({ id }) => id.slice(0, 3)),
    );
    for (const { id } of known.findings) expect(idsIn(`${id}: x`, families), id).to.deep.equal([]);
  });

  it("FND-01: a test without a flaw, a flaw without a test, two answers and a flaw that no longer applies are found", () => {
    const finding = { id: "AB-1", protocol: "", class: "", property: "", source: "" };
    const test = { ids: ["AB-1"], title: "AB-1: x", file: "test/findings/findings.test.ts" };
    const flaw = { id: "AB-1", file: "contracts/5-lrt/Vault.sol", find: "contract Vault is", replace: "x", why: "" };
    const missing = { id: "AB-1", is: "missing" as const, feature: "" };
    const none: Knowledge = { findings: [finding], tests: [], flaws: [], untested: [] };
    const of = (part: Partial<Knowledge>): string[] => contradictions(ROOT, { ...none, ...part });
    expect(of({ tests: [test], flaws: [flaw] })).to.deep.equal([]);
    expect(of({ untested: [missing] })).to.deep.equal([]);
    expect(of({ tests: [test] })).to.deep.equal([
      "AB-1 has 1 tests in test/findings and 0 flaws in test/findings/flaws",
    ]);
    expect(of({ flaws: [flaw] })[0]).to.match(/0 tests in test\/findings and 1 flaws/);
    expect(of({ tests: [test, test], flaws: [flaw] })[0]).to.match(/AB-1 has 2 tests that begin with it/);
    expect(of({ tests: [test], flaws: [flaw], untested: [missing] })).to.deep.equal([
      "AB-1 is answered more than once",
    ]);
    expect(of({ untested: [{ ...missing, id: "AB-2" }] })).to.deep.equal(["AB-2 is no finding of the list"]);
    expect(of({ tests: [test], flaws: [{ ...flaw, find: "no such line" }] })[0]).to.match(/occurs 0 times/);
    expect(of({ tests: [test], flaws: [{ ...flaw, replace: flaw.find }] })[0]).to.match(/changes nothing/);
    expect(of({ tests: [test], flaws: [{ ...flaw, file: "scripts/test.ts" }] })[0]).to.match(/is no file of contracts/);
    const design = { id: "AB-1", is: "by design" as const, rule: "", where: "contracts/5-lrt/Vault.sol", test: PAGE };
    expect(of({ untested: [design] })).to.deep.equal([]);
    expect(of({ untested: [{ ...design, test: "test/none.test.ts: QUE-07" }] })[0]).to.match(/no test\/none/);
    expect(of({ untested: [{ ...design, test: `${PAGE}: no such title` }] })[0]).to.match(
      /has no test "no such title"/,
    );
    expect(of({ untested: [{ ...design, where: "contracts/None.sol" }] })[0]).to.match(/there is no contracts\/None/);
  });

  it("FND-03: only an assertion or a revert in the finding's own test counts as red", () => {
    const ended = { code: 1, stdout: "HHE907: compilation failed", stderr: "" };
    const failed = (error: Error, title = "findings AB-1: x"): TestRecord[] => [
      {
        ...{ runner: "mocha", file: "x.test.ts", title, state: "failed", milliseconds: 1 },
        error: { message: error.message, stack: error.stack ?? "" },
      },
    ];
    const passed = failed(new Error("")).map((record): TestRecord => ({ ...record, state: "passed" }));
    const at = (message: string, place: string): Error =>
      Object.assign(new Error(message), { stack: `${message}\n at ${place}` });
    const verdictOf = (records: TestRecord[] | undefined) => judge("AB-1", records, ended);
    expect(verdictOf(passed)).to.deep.equal({ is: "green" });
    expect(verdictOf(failed(at("AssertionError: expected 1 to equal 2", "x.test.ts"))).is).to.equal("red");
    expect(
      verdictOf(failed(at("VM Exception while processing transaction: reverted with panic code 0x11", "x"))).is,
    ).to.equal("red");
    expect(verdictOf(undefined)).to.deep.equal({ is: "broken", by: "no test ran:\nHHE907: compilation failed" });
    expect(verdictOf([])).to.deep.equal({ is: "broken", by: "0 tests ran that name AB-1, it has to be one" });
    expect(verdictOf([...passed, ...passed]).is).to.equal("broken");
    expect(verdictOf(failed(at("TypeError: x is no function, the call reverted", "x.test.ts"))).is).to.equal("broken");
    expect(verdictOf(failed(at("reverted with custom error 'X()'", "loadFixture (network-helpers)"))).is).to.equal(
      "broken",
    );
    const tooLarge = at("Transaction reverted: trying to deploy a contract whose code is too large", "x.test.ts");
    expect(verdictOf(failed(tooLarge)).is).to.equal("broken");
    expect(verdictOf(failed(at("Timeout of 120000ms exceeded.", "x.test.ts"))).is).to.equal("broken");
    expect(verdictOf(failed(at("reverted", "x"), 'AB-1: x "before each" hook')).is).to.equal("broken");
  });
});
