import type { HardhatEthers } from "@nomicfoundation/hardhat-ethers/types";
import type { RewardsCoordinator } from "../../typechain-types/index.ts";
import type { RewardsSources } from "./history.ts";
import { RewardsRefused } from "./refused.ts";
import type { Request } from "./request.ts";

/** The core's contracts, and the block as of which they are read. */
export interface Sources extends RewardsSources {
  /** The coordinator with what its interface leaves out. */
  readonly whole: RewardsCoordinator;
  readonly asOf: number;
  /** Of that block, in seconds. */
  readonly timestamp: bigint;
}

const unreachable = (): never => {
  throw new RewardsRefused("no chain answers there: start a node with `npm run node`, or name one with --network");
};

/** @throws RewardsRefused when no chain answers. */
export async function chainAnswers({ provider }: HardhatEthers): Promise<void> {
  await provider.getBlockNumber().catch(unreachable);
}

async function blockOf({ provider }: HardhatEthers, { asOf }: Request): Promise<{ asOf: number; timestamp: bigint }> {
  const latest = await provider.getBlockNumber().catch(unreachable);
  if (asOf !== undefined && asOf > latest) {
    throw new RewardsRefused(`there is no block ${asOf} yet: pass --block with ${latest} or less`);
  }
  const block = await provider.getBlock(asOf ?? latest);
  if (block === null) throw new RewardsRefused(`the node does not know block ${asOf}: ask one that keeps old blocks`);
  return { asOf: block.number, timestamp: BigInt(block.timestamp) };
}

/**
 * Finds the core from its RewardsCoordinator.
 *
 * @throws RewardsRefused when no chain answers, nothing stands at the address, or something else does.
 */
export async function sourcesAt(ethers: HardhatEthers, request: Request): Promise<Sources> {
  const { coordinator: address } = request;
  const block = await blockOf(ethers, request);
  if ((await ethers.provider.getCode(address)) === "0x") {
    throw new RewardsRefused(
      `nothing is deployed at ${address} on this chain: pass its RewardsCoordinator, or the right --network`,
    );
  }
  const coordinator = await ethers.getContractAt("RewardsCoordinator", address);
  const [delegation, allocation] = await Promise.all([
    coordinator.delegationManager(),
    coordinator.allocationManager(),
    coordinator.getDistributionRootsLength(),
    coordinator.defaultOperatorSplitBips(),
  ]).catch(() => {
    throw new RewardsRefused(
      `the contract at ${address} is no RewardsCoordinator, it does not answer as one: pass that one's address`,
    );
  });
  return {
    ...block,
    whole: coordinator,
    coordinator: await ethers.getContractAt("IRewardsCoordinator", address),
    delegation: await ethers.getContractAt("IDelegationManager", delegation),
    allocation: await ethers.getContractAt("IAllocationManager", allocation),
  };
}
