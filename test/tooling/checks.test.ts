import { expect } from "chai";
import { checkCircles } from "../../scripts/checks/circles.ts";
import { checkDecisions } from "../../scripts/checks/decisions.ts";
import { checkLinks } from "../../scripts/checks/links.ts";
import { checkMechanisms } from "../../scripts/checks/mechanisms.ts";
import { checkRungs } from "../../scripts/checks/rungs.ts";
import { checkTests } from "../../scripts/checks/tests.ts";
import { readDecisions, writeIndex } from "../../scripts/decisions/index-page.ts";
import { withFiles } from "./tree.ts";

describe("the rung check", () => {
  const low = "contracts/1-staking/Low.sol";
  const high = "contracts/3-restaking/pods/High.sol";
  const ladder = { [low]: "contract Low {}", [high]: 'import {Low} from "../../1-staking/Low.sol";\ncontract High {}' };

  it("TLS-10: lets a rung import lower rungs and shared", () => {
    expect(withFiles({ ...ladder, "contracts/shared/Unit.sol": "library Unit {}" }, checkRungs)).to.deep.equal([]);
  });

  const faults: Array<[string, Record<string, string>, RegExp]> = [
    [
      "a higher rung",
      { [low]: 'import {High} from "../3-restaking/pods/High.sol";\ncontract Low {}' },
      /Low\.sol:1: .*higher rung/,
    ],
    [
      "a higher rung over several lines",
      { [low]: '\nimport {\n    High\n} from "../3-restaking/pods/High.sol";' },
      /Low\.sol:2: /,
    ],
    [
      "a rung, from shared",
      { "contracts/shared/S.sol": 'import {Low} from "../1-staking/Low.sol";' },
      /S\.sol:1: .*higher rung/,
    ],
    ["contracts for tests", { [low]: 'import {Mock} from "../testing/Mock.sol";\ncontract Low {}' }, /only tests/],
    ["a test", { [low]: 'import {T} from "../../test/T.sol";\ncontract Low {}' }, /imports a test/],
    [
      "generated types for tests, from a script",
      { "scripts/x.ts": 'import type { Mock } from "../typechain-types/contracts/testing/Mock.ts";' },
      /x\.ts:1: .*only tests/,
    ],
  ];
  for (const [what, files, finding] of faults) {
    it(`TLS-10: refuses an import of ${what}`, () => {
      const findings = withFiles({ ...ladder, ...files }, checkRungs);
      expect(findings).to.have.length(1);
      expect(findings[0]).to.match(finding);
    });
  }

  it("TWN-03: lets a file of the model import its own and lower rungs, and refuses all else", () => {
    const files = {
      "model/shared/unit.ts": 'import { id } from "ethers";',
      "model/1-staking/low.ts":
        'import { one } from "../shared/unit.ts";\nimport { high } from "../3-restaking/high.ts";',
      "model/3-restaking/high.ts": 'import type { Low } from "../1-staking/low.ts";\nimport "../../scripts/x.ts";',
    };
    expect(withFiles({ ...ladder, ...files }, checkRungs)).to.have.members([
      "model/shared/unit.ts:1: imports ethers; the model needs nothing but itself",
      "model/1-staking/low.ts:2: imports ../3-restaking/high.ts, a higher rung of the model",
      "model/3-restaking/high.ts:2: imports ../../scripts/x.ts; the model needs nothing but itself",
    ]);
  });

  it("TLS-10: ignores imports in comments", () => {
    const files = { [low]: '// import {High} from "../3-restaking/High.sol";\ncontract Low {}' };
    expect(withFiles({ ...ladder, ...files }, checkRungs)).to.deep.equal([]);
  });

  it("TLS-11: refuses a contract's name that is taken, also by a mock or a test", () => {
    const files = {
      "contracts/testing/Low.sol": "abstract contract Low {}",
      "test/1-staking/A.t.sol": "interface High {}",
    };
    expect(withFiles({ ...ladder, ...files }, checkRungs)).to.deep.equal([
      "the name Low is taken more than once: contracts/1-staking/Low.sol:1, contracts/testing/Low.sol:1",
      "the name High is taken more than once: contracts/3-restaking/pods/High.sol:2, test/1-staking/A.t.sol:1",
    ]);
  });

  it("TLS-11: refuses tests and modules of a rung that does not exist, and files over 400 lines", () => {
    const files = {
      "test/7-moon/a.test.ts": "",
      "deploy/modules/7-moon.ts": "",
      "scripts/long.ts": "x;\n".repeat(401),
    };
    expect(withFiles({ ...ladder, ...files }, checkRungs)).to.have.members([
      "test/7-moon/a.test.ts: contracts/ has no such rung",
      "deploy/modules/7-moon.ts: contracts/ has no such rung",
      "scripts/long.ts: 401 lines, more than 400; one idea a file",
    ]);
  });
});

describe("the check of folders", () => {
  const files = {
    "scripts/a/one.ts": 'import { two } from "../b/two.ts";',
    "scripts/b/two.ts": 'import { three } from "../lib/c/three.ts";',
    "scripts/lib/c/three.ts": '// import { one } from "../../a/one.ts";',
    "scripts/main.ts": 'import { one } from "./a/one.ts";',
  };

  it("TLS-26: lets folders of scripts stand on one another", () => {
    expect(withFiles(files, checkCircles)).to.deep.equal([]);
  });

  it("TLS-26: finds a circle, once, and the imports that make it", () => {
    const back = { "scripts/lib/c/three.ts": 'import { one } from "../../a/one.ts";' };
    expect(withFiles({ ...files, ...back }, checkCircles)).to.deep.equal([
      "folders import each other in a circle: scripts/a → scripts/b (in scripts/a/one.ts) → " +
        "scripts/lib/c (in scripts/b/two.ts) → scripts/a (in scripts/lib/c/three.ts)",
    ]);
  });
});

describe("the check of tests", () => {
  const check = (text: string, file = "test/a.test.ts"): string[] => withFiles({ [file]: text }, checkTests);

  it("TLS-12: takes an assertion in the test or in a function that it calls", () => {
    expect(check('it("a", () => {\n  expect(1).to.equal(1);\n});')).to.deep.equal([]);
    expect(
      check('function sees(x: number): void {\n  expect(x).to.equal(1);\n}\nit("a", () => sees(1));'),
    ).to.deep.equal([]);
    expect(
      check('const sees = (x: number) => expect(x);\nconst both = () => sees(1);\nit("a", () => both());'),
    ).to.deep.equal([]);
  });

  it("TLS-12: refuses a test without an assertion or without a body", () => {
    expect(check('it("expect(1)", async () => {\n  await run(1); // expect(1)\n});')).to.deep.equal([
      "test/a.test.ts:1: this test asserts nothing, so it cannot fail",
    ]);
    expect(check('\nit("later");')).to.deep.equal(["test/a.test.ts:2: this test has no body"]);
  });

  it("TLS-12: refuses an assertion on a promise that nothing awaits", () => {
    const body = (line: string): string => `it("a", async () => {\n  ${line}\n});`;
    const finding = "test/a.test.ts:2: this assertion is a promise that nothing awaits, so it cannot fail";
    expect(check(body('expect(a.f()).to.be.revertedWithCustomError(a, "No");'))).to.deep.equal([finding]);
    expect(check(body('expect(a.f())\n    .to.emit(a, "Done")\n    .withArgs(1);'))).to.deep.equal([finding]);
    expect(check(body('await expect(a.f()).to.emit(a, "Done");'))).to.deep.equal([]);
    expect(check(body("await Promise.all([expect(a.f()).to.revert(ethers)]);"))).to.deep.equal([]);
  });

  it("TLS-12: holds Solidity tests to the same", () => {
    const contract = (body: string): string => `contract T is TestBase {\n    ${body}\n}`;
    const file = "test/a.t.sol";
    expect(check(contract("function test_A() public { run(); }"), file)).to.deep.equal([
      `${file}:2: test_A asserts nothing, so it cannot fail`,
    ]);
    expect(check(contract('function invariant_A() public { assertEq(1, 1, "x"); }'), file)).to.deep.equal([]);
    expect(check(contract("function test_A() public { vm.expectRevert(No.selector); run(); }"), file)).to.deep.equal(
      [],
    );
    const helper = 'function see() internal { assertTrue(ok, "x"); }\n    function testA() public { see(); }';
    expect(check(contract(helper), file)).to.deep.equal([]);
  });
});

describe("the check of documents", () => {
  it("TLS-14: finds links and headings that lead nowhere", () => {
    const files = {
      "docs/a.md":
        "# A title, with `code`\n[here](#a-title-with-code) [up](../b.md) [web](https://x.y/z) `[no](nowhere)`",
      "b.md": "[a](docs/a.md#a-title-with-code)\n[lost](docs/c.md)\n[wrong](docs/a.md#b)",
    };
    expect(withFiles(files, checkLinks)).to.deep.equal([
      "b.md:2: docs/c.md leads nowhere",
      "b.md:3: docs/a.md#b: no such heading",
    ]);
  });

  it("TLS-14: holds the tables of mechanisms against files and requirements", () => {
    const row = "| Exit churn | [Exits](contracts/Exits.sol) | `test/exits.test.ts` | STA-01 |";
    const bad = "| Sweep | [Sweep](contracts/Sweep.sol) | `test/exits.test.ts` | STA-09 |";
    const files = (rows: string[]): Record<string, string> => ({
      "README.md": [
        "# X",
        "",
        "| Mechanism | File | Test | Requirement |",
        "| --- | --- | --- | --- |",
        ...rows,
        "",
      ].join("\n"),
      "docs/requirements.md": "| STA-01 | exits queue |",
      "contracts/Exits.sol": "",
      "test/exits.test.ts": "",
    });
    expect(withFiles(files([row]), checkMechanisms)).to.deep.equal([]);
    expect(withFiles(files([row, bad]), checkMechanisms)).to.deep.equal([
      "README.md:6: there is no contracts/Sweep.sol",
      "README.md:6: docs/requirements.md has no STA-09",
    ]);
    expect(withFiles(files(["| Empty | | | STA-01 |"]), checkMechanisms)).to.deep.equal([
      "README.md:5: a row has 4 filled cells",
    ]);
  });

  it("TLS-23: holds the index of decisions to them, and what contracts cite to what was decided", () => {
    const decision = (number: string) => `# ${number}: a title\n\nSubject: Rung 1: exits.\n\n**Context.** None.\n`;
    const index = (list: string) => ({ "docs/decisions/README.md": list });
    const decisions = { "docs/decisions/0010-a-title.md": decision("0010") };
    const whole = withFiles(decisions, (root) => writeIndex(readDecisions(root)));
    expect(whole).to.match(/## Rung 1: exits\n\n- \[0010\]\(0010-a-title\.md\) a title/);
    expect(withFiles({ ...decisions, ...index(whole) }, checkDecisions)).to.deep.equal([]);
    expect(withFiles({ ...decisions, ...index("") }, checkDecisions)).to.deep.equal([
      "docs/decisions/README.md: not as the decisions are; run npx node scripts/decisions/write-index.ts",
    ]);
    const cited = { "contracts/1-staking/A.sol": "/// @custom:decisions 0010 0011\ncontract A {}" };
    expect(withFiles({ ...decisions, ...index(whole), ...cited }, checkDecisions)).to.deep.equal([
      "contracts/1-staking/A.sol:1: there is no decision 0011",
    ]);
    expect(withFiles({ "docs/decisions/0010-a-title.md": decision("0011") }, checkDecisions).join()).to.match(
      /0010-a-title\.md does not begin with its own/,
    );
  });
});
