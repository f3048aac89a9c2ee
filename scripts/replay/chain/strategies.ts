import { getCreateAddress, ZeroAddress } from "ethers";
import type { Recording } from "../format/types.ts";
import type { Core } from "./core.ts";
import { addressOrder, BEACON, strategyDeployers } from "./order.ts";
import type { Chain } from "./rpc.ts";
import { BEACON_CHAIN_ETH_STRATEGY } from "../../lib/units.ts";

/** A strategy and its token by the recorded name; beacon chain ETH has no token. */
export type Strategies = ReadonlyMap<string, { readonly strategy: string; readonly token: string }>;

/** Deploys a whitelisted StrategyBase over a new token for each name, at addresses in the order that slashes list. */
export async function deployStrategies(
  chain: Chain,
  core: Core,
  pauserRegistry: string,
  recording: Recording,
  names: readonly string[],
): Promise<Strategies> {
  const { ethers } = chain.connection;
  const factory = await ethers.getContractFactory("StrategyBase");
  const deployers = strategyDeployers(recording.config.order ?? addressOrder(recording, names));
  const strategies = new Map<string, { strategy: string; token: string }>();
  for (const name of names) {
    const from = deployers.get(name);
    if (from === undefined) {
      strategies.set(BEACON, { strategy: BEACON_CHAIN_ETH_STRATEGY, token: ZeroAddress });
      continue;
    }
    const token = (await ethers.deployContract("ReplayToken", [name])).target as string;
    const { data } = await factory.getDeployTransaction(core.strategyManager.target, token, pauserRegistry);
    await chain.send({ from, data });
    strategies.set(name, { strategy: getCreateAddress({ from, nonce: 0 }), token });
  }
  const tokens = [...strategies.values()].filter(({ token }) => token !== ZeroAddress);
  await core.strategyManager.addStrategiesToDepositWhitelist(tokens.map(({ strategy }) => strategy));
  return strategies;
}
