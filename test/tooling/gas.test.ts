import { expect } from "chai";
import { compareGas } from "../../scripts/checks/gas.ts";
import { collect, type Measurement } from "../../scripts/plugins/gas-reporter/collect.ts";
import { loadLibrary } from "../../scripts/plugins/gas-reporter/library.ts";
import { createGasLog } from "../../scripts/plugins/test-results/gas.ts";
import { readFileSync } from "node:fs";
import path from "node:path";
import { withFiles } from "./tree.ts";

describe("the gas report", () => {
  const stateChanging = (): Set<string> => new Set(["deposit()", "claim(uint256)", "claim(uint256,address)"]);
  const call = (signature: string, gas: number): Measurement => ({
    type: "function",
    contract: "Vault",
    signature,
    gas,
  });
  const measurements = [
    call("deposit()", 300),
    call("deposit()", 101),
    call("claim(uint256)", 50),
    call("rate()", 7),
    { type: "deployment", contract: "Vault", gas: 5_000 } as const,
  ];

  it("TLS-20: has minimum, maximum and mean of each function, views left out and overloads apart", () => {
    const { methods, deployments } = collect(measurements, stateChanging, 10_000);
    const rows = Object.values(methods).map(({ method, min, max, executionGasAverage, numberOfCalls }) =>
      [method, min, max, executionGasAverage, numberOfCalls].join(" "),
    );
    expect(rows).to.deep.equal(["claim(uint256) 50 50 50 1", "deposit 101 300 201 2"]);
    expect(deployments[0]).to.include({ name: "Vault", executionGasAverage: 5_000, percent: 50 });
  });

  it("TLS-20: is drawn by hardhat-gas-reporter, for a terminal and as Markdown", () => {
    const { GasData, getDefaultOptions, getTableForFormat } = loadLibrary();
    const { methods, deployments } = collect(measurements, stateChanging, 10_000);
    const head = { blockGasLimit: 10_000, solcInfo: { version: "0.8.37", optimizer: "true", runs: 200, viaIR: false } };
    const options = { ...getDefaultOptions({}), ...head, noColors: true };
    const draw = (reportFormat: string): string =>
      getTableForFormat({}, new GasData(methods, deployments), { ...options, reportFormat }, "hardhat");
    expect(draw("terminal"))
      .to.match(/deposit +· +101 +· +300 +· +201 +· +2/)
      .and.to.match(/Solidity: 0\.8\.37/);
    expect(draw("markdown"))
      .to.match(/\*deposit\* *\| +101 \| +300 \| +201 \| +2 \|/)
      .and.not.to.match(/rate/);
  });
});

describe("the gas snapshot", () => {
  const flow = (gas: number[]): Record<string, Record<string, number[]>> => ({
    "a deposit [gas]": { "Vault.deposit()": gas },
  });

  it("TLS-19: notes the transactions of marked tests, in order, and of no others", () => {
    const log = createGasLog();
    const add = (gas: number, contractFqn = "project/contracts/5-lrt/Vault.sol:Vault"): void =>
      log.add({ contractFqn, type: "function", functionSig: "deposit()", gas });
    add(1);
    log.begin("a deposit [gas]");
    add(30_000);
    add(20_000);
    add(9, "project/contracts/testing/Mock.sol:Mock");
    log.add({ contractFqn: "project/contracts/5-lrt/Vault.sol:Vault", type: "deployment", gas: 5 });
    log.end();
    log.begin("another test");
    add(2);
    const written = withFiles({}, (root) => {
      log.write(root);
      return JSON.parse(readFileSync(path.join(root, "gas.json"), "utf8")) as unknown;
    });
    expect(written).to.deep.equal(flow([30_000, 20_000]));
  });

  it("TLS-19: finds what became dearer, cheaper, new or unmeasured, beyond half a percent", () => {
    expect(compareGas(flow([20_000]), flow([20_100]))).to.deep.equal([]);
    expect(compareGas(flow([20_000]), flow([20_101]))).to.deep.equal([
      "a deposit [gas] / Vault.deposit(): 20000 -> 20101 gas (+0.5 %)",
    ]);
    expect(compareGas(flow([20_000]), flow([15_000]))).to.deep.equal([
      "a deposit [gas] / Vault.deposit(): 20000 -> 15000 gas (-25.0 %)",
    ]);
    expect(compareGas({}, flow([7]))).to.deep.equal(["a deposit [gas] / Vault.deposit(): 7 gas, not in the snapshot"]);
    expect(compareGas(flow([7]), {})).to.deep.equal(["a deposit [gas] / Vault.deposit(): was 7 gas, not measured now"]);
  });
});
