import { rm } from "node:fs/promises";
import { join } from "node:path";
import hre, { network } from "hardhat";
import { deploymentsIn } from "../../scripts/deploy/journal.ts";
import { type DeployedLadder, type DeployOptions, deployLadder } from "../../scripts/deploy/deploy.ts";

/** A development node of its own, reached over HTTP, and the journals that a test leaves behind. */
export async function serve() {
  const server = await network.createServer("default", "127.0.0.1", 0);
  const { port } = await server.listen();
  const url = `http://127.0.0.1:${port}`;
  const connection = await network.create({ network: "localhost", override: { url } });
  const journals = new Set<string>();
  return {
    url,
    connection,
    async deploy(options: DeployOptions & { deploymentId: string }): Promise<DeployedLadder> {
      journals.add(options.deploymentId);
      return deployLadder(hre, connection, options);
    },
    /** The journal's folder; it is deleted by `close`. */
    folder(deploymentId: string): string {
      journals.add(deploymentId);
      return join(deploymentsIn(hre.config.paths.root), deploymentId);
    },
    async close(): Promise<void> {
      await connection.close();
      await server.close();
      for (const id of journals) await rm(this.folder(id), { recursive: true, force: true });
    },
  };
}

/** All that a second deployment must leave as it is: height, the state's root, and the deployer's nonce. */
export async function stateOf({ ethers }: Awaited<ReturnType<typeof serve>>["connection"], account: string) {
  const block = await ethers.provider.send("eth_getBlockByNumber", ["latest", false]);
  return {
    number: block.number,
    stateRoot: block.stateRoot,
    nonce: await ethers.provider.getTransactionCount(account),
  };
}
