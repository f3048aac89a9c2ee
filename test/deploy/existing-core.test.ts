import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { type InterfaceAbi, zeroPadValue } from "ethers";
import hre from "hardhat";
import {
  assertUsableCore,
  CORE_CONTRACTS,
  type CoreContract,
  missingFunctions,
  readExistingCore,
} from "../../scripts/deploy/existing-core.ts";
import { DeploymentRefused } from "../../scripts/deploy/refusal.ts";
import { serve, stateOf } from "./served.ts";

const abiOf = async (name: string) => (await hre.artifacts.readArtifact(name)).abi as unknown as InterfaceAbi;

describe("standing on a core that somebody else has deployed", () => {
  let node: Awaited<ReturnType<typeof serve>>;
  let folder: string;
  let file: string;
  let core: Record<CoreContract, string>;
  let deployer: string;

  before(async () => {
    node = await serve();
    folder = await mkdtemp(join(tmpdir(), "ladder-core-"));
    file = join(folder, "core.json5");
    const first = await node.deploy({ deploymentId: "test-core-owner" });
    deployer = first.deployer;
    const names = Object.keys(CORE_CONTRACTS) as CoreContract[];
    core = Object.fromEntries(names.map((name) => [name, first.addresses[name]])) as Record<CoreContract, string>;
  });
  after(async () => {
    await rm(folder, { recursive: true });
    await node.close();
  });

  const write = (content: object) => writeFile(file, JSON.stringify(content));

  /** What the deployment on the file's core is refused with; nothing may have been sent. */
  async function refusal(): Promise<string> {
    const before = await stateOf(node.connection, deployer);
    const error = await node.deploy({ deploymentId: "test-on-core", core: file, again: true }).catch((e: unknown) => e);
    expect(error).to.be.instanceOf(DeploymentRefused);
    expect(await stateOf(node.connection, deployer)).to.deep.equal(before);
    return (error as DeploymentRefused).message;
  }

  it("DEP-10: deploys every other rung on it and nothing of rungs 1 and 3", async () => {
    await write({ chainId: 31337, ...core });
    const upper = await node.deploy({ deploymentId: "test-on-core", core: file, again: true });
    for (const [name, address] of Object.entries(core)) expect(upper.addresses[name]).to.equal(address);
    const { ethers } = node.connection;
    const restaker = await ethers.getContractAt("Restaker", upper.addresses.restaker!);
    expect(await restaker.delegation()).to.equal(core.delegationManager);
    const deployed = await node.deploy({ deploymentId: "test-on-core", core: file });
    expect(deployed.transactions).to.equal(0);
    expect(upper.addresses).not.to.have.property("factory");
  });

  it("DEP-11: a file that is missing, broken, or short of an address is refused with what it must hold", async () => {
    const read = (path: string) =>
      readExistingCore(path).then(
        () => "read",
        (error: Error) => error.message,
      );
    expect(await read(join(folder, "nothing.json5"))).to.match(/cannot be read/);
    await writeFile(file, "{ chainId: ");
    expect(await read(file)).to.match(/cannot be read/);
    await write({ chainId: "31337", ...core, delegationManager: "0x12", allocationManager: undefined, pool: "0x1" });
    expect(await read(file)).to.match(
      /chainId is missing, .*allocationManager is missing.*delegationManager is no address.*pool is unknown/,
    );
  });

  it("DEP-12: a core of another chain is refused", async () => {
    await write({ chainId: 1, ...core });
    expect(await refusal()).to.match(/for chain 1, and this is chain 31337/);
  });

  it("DEP-13: an address without code, and a contract without the functions, are refused by name", async () => {
    await write({ chainId: 31337, ...core, strategyManager: "0x000000000000000000000000000000000000dEaD" });
    expect(await refusal()).to.match(/strategyManager 0x0+dEaD has no code/);
    await write({ chainId: 31337, ...core, delegationManager: core.allocationManager });
    expect(await refusal()).to.match(/delegationManager 0x\w+ lacks \w+\(.*more functions/);
  });

  it("DEP-13: our own core lacks no function, and another contract lacks every one of them", async () => {
    const { provider } = node.connection.ethers;
    for (const [name, contractName] of Object.entries(CORE_CONTRACTS)) {
      const missing = await missingFunctions(provider, core[name as CoreContract], await abiOf(contractName));
      expect(missing, name).to.deep.equal([]);
    }
    const all = await missingFunctions(provider, core.permissionController, await abiOf("IDelegationManager"));
    expect(all).to.include("delegateTo(address,(bytes,uint256),bytes32)");
  });

  it("DEP-20: a function that exists and reverts without data is found in the code behind a proxy, and a missing one is not", async () => {
    const { provider } = node.connection.ethers;
    const abi = await abiOf("IStrategyManager");
    const proxy = await node.connection.ethers.deployContract("RealPrices", [
      core.strategyManager,
      0,
      [core.delegationManager, core.allocationManager, core.strategyManager, core.eigenPodManager],
    ]);
    const at = await proxy.getAddress();
    const silent = ["stakerStrategyList(address,uint256)"];
    expect(await missingFunctions(provider, at, abi), "no code is known").to.deep.equal(silent);
    const slot = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";
    await node.connection.networkHelpers.setStorageAt(at, slot, zeroPadValue(core.strategyManager, 32));
    expect(await missingFunctions(provider, at, abi)).to.deep.equal([]);
    await node.connection.networkHelpers.setStorageAt(at, slot, zeroPadValue(core.permissionController, 32));
    expect(await missingFunctions(provider, at, abi), "somebody else's code").to.deep.equal(silent);
    // the getter itself, as the real core's: nothing is said
    const list = await node.connection.ethers.getContractAt("IStrategyManager", core.strategyManager);
    await expect(list.stakerStrategyList(deployer, 0)).to.be.revertedWithoutReason(node.connection.ethers);
  });

  it("DEP-14: a deployer who may not list strategies in the core is refused", async () => {
    await write({ chainId: 31337, ...core });
    const [, stranger] = await node.connection.ethers.getSigners();
    const { provider } = node.connection.ethers;
    const existing = await readExistingCore(file);
    await assertUsableCore(provider, existing, deployer, abiOf);
    const refused = await assertUsableCore(provider, existing, stranger!.address, abiOf).catch((e: unknown) => e);
    expect((refused as DeploymentRefused).message).to.match(/may not list strategies/);
  });
});
