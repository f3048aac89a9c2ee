import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { join } from "node:path";
import { expect } from "chai";
import hre, { network } from "hardhat";
import { deployLadder } from "../../scripts/deploy/deploy.ts";
import { DeploymentRefused } from "../../scripts/deploy/refusal.ts";
import { serve, stateOf } from "./served.ts";

describe("deploying more than once", () => {
  let node: Awaited<ReturnType<typeof serve>>;
  beforeEach(async () => {
    node = await serve();
  });
  afterEach(() => node.close());

  it("DEP-01: a second deployment sends nothing and changes nothing", async () => {
    const first = await node.deploy({ deploymentId: "test-twice" });
    expect(first.transactions).to.be.greaterThan(0);
    const before = await stateOf(node.connection, first.deployer);
    const second = await node.deploy({ deploymentId: "test-twice" });
    expect(second.transactions).to.equal(0);
    expect(second.minedBlocks).to.equal(0n);
    expect(second.addresses).to.deep.equal(first.addresses);
    expect(await stateOf(node.connection, first.deployer)).to.deep.equal(before);
  });

  it("DEP-02: a deployment that was killed goes on where it stopped, and deploys nothing twice", async () => {
    const deploymentId = "test-killed";
    const journal = join(node.folder(deploymentId), "journal.jsonl");
    const hardhat = join(hre.config.paths.root, "node_modules", "hardhat", "dist", "src", "cli.js");
    const args = [hardhat, "deploy", "--network", "localhost", "--deployment-id", deploymentId];
    const killed = spawn(process.execPath, args, { env: { ...process.env, LADDER_LOCALHOST_URL: node.url } });
    while ((await readFile(journal, "utf8").catch(() => "")).split("\n").length < 60 && killed.exitCode === null) {
      await wait(20);
    }
    killed.kill("SIGKILL");
    await once(killed, "exit");
    const [deployer] = await node.connection.ethers.getSigners();
    const sent = await node.connection.ethers.provider.getTransactionCount(deployer!.address);
    expect(sent).to.be.greaterThan(0);

    const resumed = await node.deploy({ deploymentId });
    const whole = await serve();
    try {
      const { transactions } = await whole.deploy({ deploymentId: "test-whole" });
      expect(sent).to.be.lessThan(transactions);
      expect(sent + resumed.transactions).to.equal(transactions);
    } finally {
      await whole.close();
    }
  });

  it("DEP-16: an embedded chain leaves the journal of a served one alone", async () => {
    const deploymentId = "test-embedded";
    const { addresses } = await node.deploy({ deploymentId });
    const embedded = await network.create();
    const other = await deployLadder(hre, embedded, { deploymentId });
    expect(other.forgotten).to.equal(false);
    expect(other.transactions).to.be.greaterThan(0);
    await embedded.close();
    const again = await node.deploy({ deploymentId });
    expect(again.transactions).to.equal(0);
    expect(again.addresses).to.deep.equal(addresses);
  });

  it("DEP-03: a deployment without its journal is refused with what it found, unless asked for a second ladder", async () => {
    const deploymentId = "test-lost";
    const { deployer } = await node.deploy({ deploymentId });
    await rm(node.folder(deploymentId), { recursive: true });
    const before = await stateOf(node.connection, deployer);
    const refused = await node.deploy({ deploymentId }).catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(DeploymentRefused);
    expect((refused as DeploymentRefused).message).to.match(/BeaconChain at 0x.*StakedEther at 0x.*--again/s);
    expect(await stateOf(node.connection, deployer)).to.deep.equal(before);
    const second = await node.deploy({ deploymentId, again: true });
    expect(second.transactions).to.be.greaterThan(0);
  });

  it("DEP-04: the journal of a development node that is gone is thrown away", async () => {
    const deploymentId = "test-restarted";
    await node.deploy({ deploymentId });
    const restarted = await serve();
    try {
      const again = await restarted.deploy({ deploymentId });
      expect(again.forgotten).to.equal(true);
      expect(again.transactions).to.be.greaterThan(0);
    } finally {
      await restarted.close();
    }
  });
});
