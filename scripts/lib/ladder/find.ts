import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { HardhatEthers } from "@nomicfoundation/hardhat-ethers/types";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { EthereumProvider } from "hardhat/types/providers";
import { readJournal } from "../../deploy/journal.ts";
import { CONTRACTS, type LadderAddresses } from "./contracts.ts";
import type { Ladder } from "./ladder.ts";
import { ladderFrom } from "./open.ts";

/** No ladder is known on the chain: says what to do. */
export class NoLadder extends Error {}

/** The ladder that a journal in `deploy/deployments` says stands on the connection's chain. @throws NoLadder */
export async function findLadder(
  hre: HardhatRuntimeEnvironment,
  connection: { ethers: HardhatEthers; provider: EthereumProvider },
): Promise<Ladder> {
  const { provider } = connection.ethers;
  const chainId = await provider.getNetwork().then(
    (network) => network.chainId,
    () => {
      throw new NoLadder("Nothing answers there. Start a node with `npm run node`, or name another with --network.");
    },
  );
  const folder = join(hre.config.paths.ignition, "deployments");
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((one) => new RegExp(`^ladder-.*-${chainId}(-on-core)?$`).test(one)).sort()) {
    const { addresses } = await readJournal(join(folder, name));
    const found = Object.entries(CONTRACTS).map(([name, { future }]) => [name, addresses[future]] as const);
    const vault = addresses[CONTRACTS.vault.future];
    if (found.some(([, address]) => address === undefined) || vault === undefined) continue;
    if ((await provider.getCode(vault)) !== "0x")
      return ladderFrom(connection, Object.fromEntries(found) as LadderAddresses);
  }
  throw new NoLadder(
    `No ladder is known on chain ${chainId}. Start a node that has one with \`npm run node\`, or deploy one with \`npm run deploy\`.`,
  );
}
