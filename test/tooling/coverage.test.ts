import { gzipSync } from "node:zlib";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { checkErrors } from "../../scripts/checks/errors.ts";
import { judge, ranges, readLcov, readStatementTotal } from "../../scripts/coverage/report.ts";
import { withFiles } from "./tree.ts";

describe("the coverage gate", () => {
  const lcov = "TN:\nSF:contracts/A.sol\nDA:3,1\nDA:4,0\nDA:5,0\nDA:9,0\nLH:1\nLF:4\nend_of_record\n";
  const printed = [
    "║ contracts/A.sol │ 25.00  │ 30.00       │ 4-5, 9 ║",
    "╟─────────────────┼────────┼─────────────┼────────╢",
    "║ Total           │ 98.92  │ 97.55       │        ║",
  ].join("\n");

  it("TLS-17: reads lines from lcov and statements from Hardhat's table", () => {
    expect(readLcov(lcov)).to.deep.equal([{ path: "contracts/A.sol", lines: 4, reached: 1, missed: [4, 5, 9] }]);
    expect(readStatementTotal(printed)).to.equal(97.55);
    expect(readStatementTotal(`${printed.replace("97.55", "12.00")}\n${printed}`), "the last table").to.equal(97.55);
    expect(readStatementTotal("no table")).to.equal(undefined);
    expect(ranges([4, 5, 9])).to.equal("4-5, 9");
  });

  it("TLS-17: passes at 98 % of both over all files, and not a line below", () => {
    const files = (reached: number): ReturnType<typeof readLcov> => [
      { path: "contracts/A.sol", lines: 50, reached: reached - 50, missed: [] },
      { path: "contracts/B.sol", lines: 50, reached: 50, missed: [] },
    ];
    expect(judge(files(98), 98, [], 98).findings).to.deep.equal([]);
    expect(judge(files(97), 98, [], 98).findings).to.deep.equal(["lines: 97.00 % of 100, less than 98 %"]);
    expect(judge(files(98), 97.99, [], 98).findings).to.deep.equal(["statements: 97.99 %, less than 98 %"]);
    expect(judge(files(98), undefined, [], 98).findings).to.have.length(1);
    expect(judge([], undefined, [], 98).findings).to.have.length(2);
  });

  it("TLS-17: fails for a file with code that the report does not have", () => {
    const files = [{ path: "contracts/A.sol", lines: 1, reached: 1, missed: [] }];
    expect(judge(files, 100, ["contracts/A.sol", "contracts/B.sol"], 98).findings).to.deep.equal([
      "contracts/B.sol has code and is absent from the report",
    ]);
  });
});

describe("the check of custom errors", () => {
  const contract = {
    "contracts/1-staking/A.sol": "contract A {\n    error TooLate(uint256 at);\n    // error Gone();\n}",
  };
  const finding = "contracts/1-staking/A.sol:2: no test asserts a revert with TooLate";

  it("TLS-18: finds errors that no test names where it asserts a revert", () => {
    expect(withFiles(contract, checkErrors)).to.deep.equal([finding]);
    const mention = {
      ...contract,
      "test/a.test.ts": '// revertedWithCustomError\nit("TooLate", () => expect("TooLate"));',
    };
    expect(withFiles(mention, checkErrors)).to.deep.equal([finding]);
    const mock = { "contracts/testing/M.sol": "contract M {\n    error Mocked();\n}" };
    expect(withFiles(mock, checkErrors)).to.deep.equal([]);
  });

  it("TLS-18: takes a mocha test, a Solidity test or a recorded run", () => {
    const mocha = 'await expect(a.f()).to.be.revertedWithCustomError(a, "TooLate");';
    expect(withFiles({ ...contract, "test/a.test.ts": mocha }, checkErrors)).to.deep.equal([]);
    const solidity = "function test_A() public { vm.expectRevert(A.TooLate.selector); }";
    expect(withFiles({ ...contract, "test/a.t.sol": solidity }, checkErrors)).to.deep.equal([]);
    const recorded = '{"steps":[{"result":{"revert":"TooLate(uint256)"}}]}';
    expect(withFiles({ ...contract, "test/r.json": recorded }, checkErrors)).to.deep.equal([]);
    const compressed = withFiles({ ...contract, "test/r.json.gz": "" }, (root) => {
      writeFileSync(path.join(root, "test/r.json.gz"), gzipSync(recorded));
      return checkErrors(root);
    });
    expect(compressed).to.deep.equal([]);
  });

  it("TLS-18: an error that nothing can reach stands in the table with its reason, and only such ones", () => {
    const table = (row: string): Record<string, string> => ({ ...contract, "docs/unreachable-errors.md": row });
    expect(
      withFiles(table("| `TooLate` | the real core has it for a feature that is left out |"), checkErrors),
    ).to.deep.equal([]);
    expect(withFiles(table("| `TooLate` | |"), checkErrors)).to.deep.equal([finding]);
    expect(withFiles(table("| `Nowhere` | never |"), checkErrors)).to.deep.equal([
      finding,
      "docs/unreachable-errors.md: Nowhere is reached by a test, or declared nowhere; take it out",
    ]);
  });
});
