import type { NetworkHooks } from "hardhat/types/hooks";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { beaconOf } from "../lib/ladder/beacon.ts";
import type { Ladder } from "../lib/ladder/ladder.ts";

/** Requests that make a block, or are about the one that comes next. */
const OF_NEXT: ReadonlySet<string> = new Set(["eth_sendTransaction", "eth_sendRawTransaction", "eth_estimateGas"]);

/**
 * Gives each block that a transaction makes its parent's root, as the first system call of a block does on mainnet, so that
 * whoever calls a pod of the served chain finds it.
 * @returns stops it
 */
export function rootEachBlock(hre: HardhatRuntimeEnvironment, ladder: Ladder): () => void {
  const hooks: Partial<NetworkHooks> = {
    onRequest: async (context, connection, request, next) => {
      const served = connection.networkConfig.type === "edr-simulated";
      if (served && OF_NEXT.has(request.method)) await (await beaconOf(ladder)).next();
      return next(context, connection, request);
    },
  };
  hre.hooks.registerHandlers("network", hooks);
  return () => hre.hooks.unregisterHandlers("network", hooks);
}
