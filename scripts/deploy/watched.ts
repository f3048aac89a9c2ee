import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { NetworkConnection } from "hardhat/types/network";
import { during } from "../lib/waiting.ts";
import { type DeployedLadder, deployLadder, type DeployOptions } from "./deploy.ts";

const LOOK_MS = 1_000;

/** Deploys as {deployLadder} does, and says on stderr how many transactions have been sent. */
export async function deployWatched(
  hre: HardhatRuntimeEnvironment,
  connection: NetworkConnection,
  options: DeployOptions,
): Promise<DeployedLadder> {
  const { provider } = connection.ethers;
  const [deployer] = await connection.ethers.getSigners();
  const count = async (): Promise<number> =>
    deployer === undefined ? 0 : provider.getTransactionCount(deployer.address).catch(() => 0);
  const before = await count();
  let sent = 0;
  const look = setInterval(() => void count().then((now) => (sent = Math.max(sent, now - before))), LOOK_MS);
  try {
    const far = (): string => (sent === 0 ? "" : `, ${sent} transactions`);
    return await during("deploying the ladder", deployLadder(hre, connection, options), undefined, far);
  } finally {
    clearInterval(look);
  }
}
