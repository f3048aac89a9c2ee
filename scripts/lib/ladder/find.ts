import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { NetworkConnection } from "hardhat/types/network";
import { Refused } from "../refused.ts";
import { deploymentsIn, readJournal } from "../../deploy/journal.ts";
import { LOCALHOST_URL } from "../localhost.ts";
import { CONTRACTS, type ContractName, type LadderAddresses } from "./contracts.ts";
import type { Ladder } from "./ladder.ts";
import { ladderFrom } from "./open.ts";

const CONTRACT_NAMES = Object.keys(CONTRACTS) as ContractName[];

/** No ladder is known on the chain: says what to do. */
class NoLadder extends Refused {}

/** The ladder that a journal in `deploy/deployments` says stands on the connection's chain. @throws NoLadder */
export async function findLadder(
  hre: HardhatRuntimeEnvironment,
  connection: Pick<NetworkConnection, "ethers" | "provider" | "networkName" | "networkConfig">,
): Promise<Ladder> {
  const { provider } = connection.ethers;
  const chainId = await provider.getNetwork().then(
    (network) => network.chainId,
    () => {
      throw new NoLadder(
        `Nothing answers at ${whereabouts(connection)}. Start a node with \`npm run node\`; if one runs on another port, say so: LADDER_LOCALHOST_URL=http://127.0.0.1:PORT`,
      );
    },
  );
  const folder = deploymentsIn(hre.config.paths.root);
  let incomplete: string | undefined;
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((one) => new RegExp(`^ladder-.*-${chainId}(-on-core)?$`).test(one)).sort()) {
    const { addresses } = await readJournal(join(folder, name));
    const found = CONTRACT_NAMES.map((name) => [name, addresses[CONTRACTS[name].future]] as const);
    const vault = addresses[CONTRACTS.vault.future];
    if (vault === undefined || (await provider.getCode(vault)) === "0x") continue;
    const missing = found.filter(([, address]) => address === undefined).map(([one]) => CONTRACTS[one].abi);
    if (missing.length === 0) return ladderFrom(connection, Object.fromEntries(found) as LadderAddresses);
    incomplete = `The ladder on chain ${chainId}, ${whereabouts(connection)}, is without ${missing.length} of ${found.length} contracts (${missing.slice(0, 3).join(", ")}${missing.length > 3 ? ", …" : ""}): its journal deploy/deployments/${name} is of a deployment that was not finished, or of one without rung 6.`;
  }
  if (incomplete !== undefined)
    throw new NoLadder(
      `${incomplete} Stop what runs there and start \`npm run node\`, or finish it with \`npm run deploy\`.`,
    );
  throw new NoLadder(
    `No ladder is known on chain ${chainId} of the network ${connection.networkName}, ${whereabouts(connection)}. ${
      connection.networkConfig.type === "http"
        ? "Stop what runs there and start `npm run node`, or deploy a ladder there with `npm run deploy`."
        : "That chain is empty and lives in this process alone: leave --network out for the node of `npm run node`."
    }`,
  );
}

/** Where a network's node is, for messages. */
function whereabouts({ networkName }: Pick<NetworkConnection, "networkName">): string {
  if (networkName === "localhost") return LOCALHOST_URL;
  return networkName === "default" ? "no node" : `the node of network ${networkName}`;
}
