import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { ORACLES } from "../../deploy/modules/6-defi.ts";
import { LLTVS } from "../../deploy/lib/lltvs.ts";
import { MARKET_CONTRACTS, type MarketContract } from "../../scripts/deploy/existing-markets.ts";
import { DeploymentRefused } from "../../scripts/deploy/refusal.ts";
import { serve, stateOf } from "./served.ts";

describe("trading and lending where others do", () => {
  let node: Awaited<ReturnType<typeof serve>>;
  let folder: string;
  let file: string;
  let markets: Record<MarketContract, string>;
  let first: Awaited<ReturnType<typeof node.deploy>>;

  before(async () => {
    node = await serve();
    folder = await mkdtemp(join(tmpdir(), "ladder-markets-"));
    file = join(folder, "markets.json5");
    first = await node.deploy({ deploymentId: "test-markets-owner" });
    const names = Object.keys(MARKET_CONTRACTS) as MarketContract[];
    markets = Object.fromEntries(names.map((name) => [name, first.addresses[name]])) as typeof markets;
  });
  after(async () => {
    await rm(folder, { recursive: true });
    await node.close();
  });

  const write = (content: object) => writeFile(file, JSON.stringify(content));
  const deploy = () => node.deploy({ deploymentId: "test-on-markets", markets: file, again: true });

  async function refusal(): Promise<string> {
    const before = await stateOf(node.connection, first.deployer);
    const error = await deploy().catch((e: unknown) => e);
    expect(error).to.be.instanceOf(DeploymentRefused);
    expect(await stateOf(node.connection, first.deployer)).to.deep.equal(before);
    return (error as DeploymentRefused).message;
  }

  it("DFI-04: a deployment brings a pool at 1 that remembers its window, and a market for each oracle", async () => {
    const { ethers } = node.connection;
    const pool = await ethers.getContractAt("IUniswapV3Pool", first.addresses.lrtPool!);
    const { sqrtPriceX96, observationCardinalityNext } = await pool.slot0();
    expect([sqrtPriceX96, observationCardinalityNext]).to.deep.equal([2n ** 96n, 152n]);
    const morpho = await ethers.getContractAt("Morpho", first.addresses.morpho!);
    const { weth, vault, rateModel } = first.addresses;
    for (const name of ORACLES) {
      const id = ethers.keccak256(
        ethers.AbiCoder.defaultAbiCoder().encode(
          ["address", "address", "address", "address", "uint256"],
          [weth, vault, first.addresses[name], rateModel, LLTVS[0]],
        ),
      );
      expect((await morpho.market(id)).lastUpdate, name).to.be.greaterThan(0n);
    }
  });

  it("DFI-05: what others have deployed is used where it stands, with the WETH that belongs to it", async () => {
    await write({ chainId: 31337, ...markets });
    const upper = await deploy();
    for (const [name, address] of Object.entries(markets)) expect(upper.addresses[name]).to.equal(address);
    const facade = await node.connection.ethers.getContractAt("VaultFacade", upper.addresses.vaultFacade!);
    expect(await facade.asset()).to.equal(markets.weth);
    expect(upper.addresses.lrtPool).not.to.equal(first.addresses.lrtPool);
    expect((await deploy()).transactions).to.equal(0);
  });

  it("DFI-06: another chain, an address without code or function, and parts that do not belong together are refused", async () => {
    await write({ chainId: 1, ...markets });
    expect(await refusal()).to.match(/for chain 1, and this is chain 31337/);
    await write({ chainId: 31337, ...markets, quoter: first.deployer, swapRouter: markets.weth });
    const said = await refusal();
    expect(said).to.match(/quoter 0x\w+ has no code/);
    expect(said).to.match(/swapRouter 0x\w+ lacks exactInput\(/);
    const other = await node.connection.ethers.deployContract("WETH");
    await other.waitForDeployment();
    await write({ chainId: 31337, ...markets, weth: String(other.target) });
    expect(await refusal()).to.match(/positionManager 0x\w+ is of another WETH/);
    const model = await node.connection.ethers.deployContract("AdaptiveCurveRate", [markets.morpho]);
    await model.waitForDeployment();
    await write({ chainId: 31337, ...markets, rateModel: String(model.target) });
    expect(await refusal()).to.match(/morpho 0x\w+ has not enabled the rate model/);
  });
});
