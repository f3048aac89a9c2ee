import { toQuantity } from "ethers";
import type { HardhatEthers } from "@nomicfoundation/hardhat-ethers/types";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { EthereumProvider } from "hardhat/types/providers";
import { BLOCK_SECONDS, keepSteady, STEADY_CHAIN } from "./clock.ts";
import { CONTRACTS, contractsAt, type LadderAddresses } from "./contracts.ts";
import type { Ladder } from "./ladder.ts";

/** A ladder that stands at the addresses of a deployment. */
export async function ladderAt(
  { ethers, provider }: { ethers: HardhatEthers; provider: EthereumProvider },
  deployed: Readonly<Record<string, string>>,
): Promise<Ladder> {
  const addresses = Object.fromEntries(
    Object.entries(CONTRACTS).map(([name, { result }]) => [name, deployed[result]]),
  ) as LadderAddresses;
  return ladderFrom({ ethers, provider }, addresses);
}

/** A ladder whose addresses are known by the names that tools use. */
export async function ladderFrom(
  { ethers, provider }: { ethers: HardhatEthers; provider: EthereumProvider },
  addresses: LadderAddresses,
): Promise<Ladder> {
  const [admin, guardian, keeper, ...others] = await ethers.getSigners();
  if (!admin || !guardian || !keeper)
    throw new Error("the network has too few accounts: an admin, a guardian and a keeper are needed");
  return {
    ethers,
    provider,
    addresses,
    contracts: await contractsAt(ethers, addresses),
    admin,
    guardian,
    keeper,
    others,
  };
}

/** What may be chosen of a fresh chain. */
export interface Opening {
  /** From genesis to the fork Gloas; without it, the fork never comes. */
  readonly gloasBlocks?: bigint;
  /** How many transactions the deployer counts as sent before: other addresses for all contracts. */
  readonly deployerNonce?: number;
}

/** One order of two tokens in two comes by chance: so many times in a row the other one never does. */
const MOST_DEPLOYMENTS = 64;

/**
 * Opens a fresh chain on which every block can be told beforehand, and deploys the whole ladder on it. A pool keeps its price,
 * and rounds it, by the order of its tokens' addresses: the LRT is always the first here, so that no number of a story depends on
 * what is deployed before it. Where chance has it otherwise, the deployer begins anew one nonce later.
 */
export async function openLadder(
  hre: HardhatRuntimeEnvironment,
  preset: string,
  { gloasBlocks, deployerNonce = 0 }: Opening = {},
): Promise<Ladder> {
  // who only works on a ladder that stands need not load what deploys one
  const { deployLadder } = await import("../../deploy/deploy.ts");
  for (let nonce = deployerNonce; nonce < deployerNonce + MOST_DEPLOYMENTS; ++nonce) {
    const connection = await hre.network.create(STEADY_CHAIN);
    keepSteady(hre, connection);
    if (nonce > 0) {
      const [deployer] = await connection.ethers.getSigners();
      await connection.provider.request({ method: "hardhat_setNonce", params: [deployer!.address, toQuantity(nonce)] });
    }
    const { addresses } = await deployLadder(hre, connection, {
      preset,
      ...(gloasBlocks !== undefined && { gloasSeconds: gloasBlocks * BigInt(BLOCK_SECONDS) }),
    });
    const ladder = await ladderAt(connection, addresses);
    if (BigInt(ladder.addresses.vault) < BigInt(ladder.addresses.weth)) return ladder;
    await connection.close();
  }
  throw new Error(`in ${MOST_DEPLOYMENTS} deployments the LRT was never the first of the pool's tokens`);
}
