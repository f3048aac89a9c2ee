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

/**
 * Opens a fresh chain on which every block can be told beforehand, and deploys the whole ladder on it.
 * @param gloasBlocks from genesis to the fork Gloas; without it, the fork never comes
 */
export async function openLadder(
  hre: HardhatRuntimeEnvironment,
  preset: string,
  gloasBlocks?: bigint,
): Promise<Ladder> {
  const connection = await hre.network.create(STEADY_CHAIN);
  keepSteady(hre, connection);
  // who only works on a ladder that stands need not load what deploys one
  const { deployLadder } = await import("../../deploy/deploy.ts");
  const { addresses } = await deployLadder(hre, connection, {
    preset,
    ...(gloasBlocks !== undefined && { gloasSeconds: gloasBlocks * BigInt(BLOCK_SECONDS) }),
  });
  return ladderAt(connection, addresses);
}
