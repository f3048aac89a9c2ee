import type {
  IAllocationManager,
  IDelegationManager,
  IEigenPodManager,
  IStrategyManager,
} from "../../../typechain-types/index.ts";
import { restakingModule } from "../../../deploy/modules/3-restaking.ts";
import type { Recording } from "../format/types.ts";
import type { Chain } from "./rpc.ts";

/** The core behind its interfaces: the replay knows no more of it than its ABI. */
export interface Core {
  readonly delegation: IDelegationManager;
  readonly strategyManager: IStrategyManager;
  readonly allocation: IAllocationManager;
  readonly pods: IEigenPodManager;
  readonly pauserRegistry: string;
}

/** What the module wants beyond the recorded core: there is no beacon chain behind the pods, and nobody earns rewards. */
const NOT_RECORDED = {
  beaconChain: "0x000000000000000000000000000000000000bea0",
  calculationIntervalSeconds: 86_400n,
  maxRewardsDurationSeconds: 86_400n,
  maxRetroactiveLengthSeconds: 86_400n,
  maxFutureLengthSeconds: 86_400n,
  genesisRewardsTimestamp: 0n,
  activationDelaySeconds: 0n,
  defaultSplitBips: 0n,
};

/** Deploys rung 3 by its module, with the recording's delays and pods that report what they are told. */
export async function deployCore({ connection }: Chain, config: Recording["config"]): Promise<Core> {
  const { ethers, ignition } = connection;
  const { delegationManager, strategyManager, allocationManager, eigenPodManager, pauserRegistry } =
    await ignition.deploy(await restakingModule("ReplayPod"), {
      parameters: {
        Restaking: {
          minWithdrawalDelayBlocks: BigInt(config.minWithdrawalDelayBlocks),
          deallocationDelayBlocks: BigInt(config.deallocationDelay),
          allocationConfigurationDelayBlocks: BigInt(config.allocationConfigurationDelay),
          ...NOT_RECORDED,
        },
      },
    });
  return {
    delegation: await ethers.getContractAt("IDelegationManager", delegationManager.target as string),
    strategyManager: await ethers.getContractAt("IStrategyManager", strategyManager.target as string),
    allocation: await ethers.getContractAt("IAllocationManager", allocationManager.target as string),
    pods: await ethers.getContractAt("IEigenPodManager", eigenPodManager.target as string),
    pauserRegistry: pauserRegistry.target as string,
  };
}
