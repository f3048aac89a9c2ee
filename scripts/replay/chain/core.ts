import type {
  IAllocationManager,
  IDelegationManager,
  IEigenPodManager,
  IStrategyManager,
} from "../../../typechain-types/index.ts";
import { restakingModule } from "../../../deploy/modules/3-restaking.ts";
import type { Recording } from "../format/types.ts";
import type { Chain, Connection } from "./rpc.ts";
import type { CoreContract } from "../../../model/3-restaking/core.ts";
import { NOT_RECORDED } from "./not-recorded.ts";

/** The core behind its interfaces: the replay knows no more of it than its ABI. */
export interface Core {
  readonly delegation: IDelegationManager;
  readonly strategyManager: IStrategyManager;
  readonly allocation: IAllocationManager;
  readonly pods: IEigenPodManager;
  /** The addresses of its contracts, by their names. */
  readonly contracts: Readonly<Record<CoreContract, string>>;
  /** Accounts with a role in it: `owner`, `pauser`, `unpauser`, `whitelister`. */
  readonly roles: Readonly<Record<string, string>>;
}

/** Pods that report what they are told. */
const TOLD_PODS = { contract: "ReplayPod", beaconChain: NOT_RECORDED.beaconChain };

/**
 * Deploys rung 3 by its module, with the recording's delays.
 *
 * @param pods what every pod is a clone of, and the beacon chain that is below it
 */
export async function deployCore(
  { connection }: Chain,
  config: Recording["config"],
  pods = TOLD_PODS,
): Promise<{ core: Core; pauserRegistry: string }> {
  const { ethers, ignition } = connection;
  const deployed = await ignition.deploy(await restakingModule(pods.contract), {
    parameters: {
      Restaking: {
        minWithdrawalDelayBlocks: BigInt(config.minWithdrawalDelayBlocks),
        deallocationDelayBlocks: BigInt(config.deallocationDelay),
        allocationConfigurationDelayBlocks: BigInt(config.allocationConfigurationDelay),
        ...NOT_RECORDED,
        beaconChain: pods.beaconChain,
      },
    },
  });
  const [owner, pauser] = (await ethers.getSigners()).map(({ address }) => address) as [string, string];
  const contracts = {
    DelegationManager: deployed.delegationManager.target as string,
    StrategyManager: deployed.strategyManager.target as string,
    AllocationManager: deployed.allocationManager.target as string,
    EigenPodManager: deployed.eigenPodManager.target as string,
    RewardsCoordinator: deployed.rewardsCoordinator.target as string,
    PermissionController: deployed.permissionController.target as string,
  };
  const core = await coreAt(connection, contracts, { owner, pauser, unpauser: owner, whitelister: owner });
  return { core, pauserRegistry: deployed.pauserRegistry.target as string };
}

/** A core that stands at these addresses. */
export async function coreAt(
  { ethers }: Connection,
  contracts: Readonly<Record<CoreContract, string>>,
  roles: Readonly<Record<string, string>>,
): Promise<Core> {
  return {
    delegation: await ethers.getContractAt("IDelegationManager", contracts.DelegationManager),
    strategyManager: await ethers.getContractAt("IStrategyManager", contracts.StrategyManager),
    allocation: await ethers.getContractAt("IAllocationManager", contracts.AllocationManager),
    pods: await ethers.getContractAt("IEigenPodManager", contracts.EigenPodManager),
    contracts,
    roles,
  };
}
