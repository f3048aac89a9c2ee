import { expect } from "chai";
import { checkCompiled } from "../../scripts/checks/compiled.ts";
import { withFiles } from "./tree.ts";

describe("the check of what the compiler says", () => {
  const source = "// ≤ two bytes more\ninterface A {\n    function deposit() external;\n}\n";
  const at = (text: string): number => Buffer.from(source).indexOf(text);
  const node = (nodeType: string, name: string, more: object = {}): object => ({
    nodeType,
    name,
    src: `${at(name)}:1:0`,
    ...more,
  });
  const callable = {
    kind: "function",
    visibility: "external",
    stateMutability: "nonpayable",
    parameters: { parameters: [] },
  };
  const documentation = { text: "@notice Does it." };

  const check = (file: string, functions: object[], errors: object[] = []): string[] => {
    const contract = node("ContractDefinition", "A", { documentation, nodes: functions });
    const output = {
      sources: { [`project/${file}`]: { ast: { nodeType: "SourceUnit", src: "0:0:0", nodes: [contract] } } },
      errors,
    };
    const stale = { sources: {}, errors: [warning(file, "older")] };
    const files = {
      [file]: source,
      [`artifacts/${file}/A.json`]: JSON.stringify({ buildInfoId: "now", sourceName: file }),
      "artifacts/build-info/now.output.json": JSON.stringify({ output }),
      "artifacts/build-info/old.output.json": JSON.stringify({ output: stale }),
    };
    return withFiles(files, checkCompiled);
  };
  const warning = (file: string, message: string): object => ({
    severity: "warning",
    message,
    sourceLocation: { file: `project/${file}`, start: at("function") },
  });
  const contract = "contracts/1-staking/A.sol";

  it("TLS-22: a function that can be called has NatSpec, its own or its base's", () => {
    expect(check(contract, [node("FunctionDefinition", "deposit", callable)])).to.deep.equal([
      `${contract}:3: deposit has no NatSpec`,
    ]);
    expect(check(contract, [node("FunctionDefinition", "deposit", { ...callable, documentation })])).to.deep.equal([]);
    expect(check(contract, [node("FunctionDefinition", "deposit", { ...callable, baseFunctions: [7] })])).to.deep.equal(
      [],
    );
  });

  it("TLS-22: getters without arguments, internal functions and contracts for tests need none", () => {
    const deposit = (more: object): object => node("FunctionDefinition", "deposit", { ...callable, ...more });
    expect(check(contract, [deposit({ stateMutability: "view" })])).to.deep.equal([]);
    expect(check(contract, [deposit({ stateMutability: "view", parameters: { parameters: [{}] } })])).to.have.length(1);
    expect(check(contract, [deposit({ visibility: "internal" })])).to.deep.equal([]);
    expect(check("contracts/testing/A.sol", [deposit({})])).to.deep.equal([]);
  });

  it("TLS-22: a warning of the compiler is a finding, but for the size of contracts for tests", () => {
    const size = "Contract code size is 30000 bytes and exceeds 24576 bytes.";
    expect(check(contract, [], [warning(contract, "Unused variable.\nmore")])).to.deep.equal([
      `${contract}:3: solc warns: Unused variable.`,
    ]);
    expect(check(contract, [], [warning(contract, size)])).to.have.length(1);
    expect(check("contracts/testing/A.sol", [], [warning("contracts/testing/A.sol", size)])).to.deep.equal([]);
    expect(check(contract, [], [warning("npm/x.sol", "theirs")])).to.deep.equal([]);
  });
});
