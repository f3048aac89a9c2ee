import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { join } from "node:path";
import { expect } from "chai";
import hre, { network } from "hardhat";
import { type DeployedLadder, deployLadder } from "../../scripts/deploy/deploy.ts";
import { readJournal } from "../../scripts/deploy/journal.ts";
import { DeploymentRefused } from "../../scripts/deploy/refusal.ts";
import { serve, stateOf } from "./served.ts";

describe("deploying more than once", () => {
  const deploymentId = "test-repeat";
  let node: Awaited<ReturnType<typeof serve>>;
  let first: DeployedLadder;
  before(async () => {
    node = await serve();
    first = await node.deploy({ deploymentId });
  });
  after(() => node.close());

  it("DEP-01: a second deployment sends nothing and changes nothing", async () => {
    expect(first.transactions).to.be.greaterThan(0);
    const before = await stateOf(node.connection, first.deployer);
    const second = await node.deploy({ deploymentId });
    expect(second.transactions).to.equal(0);
    expect(second.minedBlocks).to.equal(0n);
    expect(second.addresses).to.deep.equal(first.addresses);
    expect(await stateOf(node.connection, first.deployer)).to.deep.equal(before);
  });

  it("DEP-30: a list of addresses that a kill left empty, or without its last, is read from the journal and written again", async () => {
    const folder = node.folder(deploymentId);
    const list = join(folder, "deployed_addresses.json");
    const whole = JSON.parse(await readFile(list, "utf8")) as Record<string, string>;
    const { "Vault#Vault": vault, ...others } = whole;
    expect(vault).to.equal(first.addresses.vault);
    for (const left of ["", JSON.stringify(whole).slice(0, 500), JSON.stringify(others)]) {
      await writeFile(list, left);
      if (left.endsWith("}")) expect((await readJournal(folder)).addresses).to.deep.equal(others);
      else expect((await readJournal(folder)).addresses).to.deep.equal(whole);
      expect((await node.deploy({ deploymentId })).transactions).to.equal(0);
      expect(JSON.parse(await readFile(list, "utf8"))).to.deep.equal(whole);
    }
    expect(await readdir(folder)).not.to.include("deployed_addresses.json.next");
  });

  it("DEP-16: an embedded chain leaves the journal of a served one alone", async () => {
    const embedded = await network.create();
    const other = await deployLadder(hre, embedded, { deploymentId });
    expect(other.forgotten).to.equal(false);
    expect(other.transactions).to.be.greaterThan(0);
    await embedded.close();
    const again = await node.deploy({ deploymentId });
    expect(again.transactions).to.equal(0);
    expect(again.addresses).to.deep.equal(first.addresses);
  });

  it("DEP-03: a deployment without its journal is refused with what it found, unless asked for a second ladder", async () => {
    const { deployer } = first;
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
    const restarted = await serve();
    try {
      const again = await restarted.deploy({ deploymentId });
      expect(again.forgotten).to.equal(true);
      expect(again.transactions).to.be.greaterThan(0);
    } finally {
      await restarted.close();
    }
  });

  it("DEP-02: a deployment that was killed goes on where it stopped, and deploys nothing twice", async () => {
    const killedId = "test-killed";
    const fresh = await serve();
    try {
      const journal = join(fresh.folder(killedId), "journal.jsonl");
      const hardhat = join(hre.config.paths.root, "node_modules", "hardhat", "dist", "src", "cli.js");
      const args = [hardhat, "deploy", "--network", "localhost", "--deployment-id", killedId];
      const killed = spawn(process.execPath, args, { env: { ...process.env, LADDER_LOCALHOST_URL: fresh.url } });
      while ((await readFile(journal, "utf8").catch(() => "")).split("\n").length < 60 && killed.exitCode === null) {
        await wait(20);
      }
      killed.kill("SIGKILL");
      await once(killed, "exit");
      const [deployer] = await fresh.connection.ethers.getSigners();
      const sent = await fresh.connection.ethers.provider.getTransactionCount(deployer!.address);
      expect(sent).to.be.greaterThan(0);

      const resumed = await fresh.deploy({ deploymentId: killedId });
      expect(sent).to.be.lessThan(first.transactions);
      expect(sent + resumed.transactions).to.equal(first.transactions);
    } finally {
      await fresh.close();
    }
  });
});
