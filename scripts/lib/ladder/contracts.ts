import type { HardhatEthers } from "@nomicfoundation/hardhat-ethers/types";
import type {
  Bridge,
  IAllocationManager,
  IBeaconChain,
  IDelegationManager,
  IEigenPodManager,
  IExitQueue,
  IExitTickets,
  IRestaker,
  IRewardsCoordinator,
  ISlasher,
  IStakedEther,
  IStrategy,
  IStrategyManager,
  IUnstakingQueue,
  IVault,
  IWrappedStakedEther,
} from "../../../typechain-types/index.ts";

/** Every contract of the ladder that tools talk to, rung by rung. */
export interface LadderContracts {
  readonly beaconChain: IBeaconChain;
  readonly stETH: IStakedEther;
  readonly wstETH: IWrappedStakedEther;
  readonly unstakingQueue: IUnstakingQueue;
  readonly delegation: IDelegationManager;
  readonly strategies: IStrategyManager;
  readonly allocation: IAllocationManager;
  readonly pods: IEigenPodManager;
  readonly rewards: IRewardsCoordinator;
  readonly wstEthStrategy: IStrategy;
  readonly bridge: Bridge;
  readonly bridgeSlasher: ISlasher;
  readonly vault: IVault;
  readonly exitQueue: IExitQueue;
  readonly tickets: IExitTickets;
  readonly restaker: IRestaker;
}

export type ContractName = keyof LadderContracts;

/** The contract, or interface, whose ABI each of them speaks. */
export const ABI_OF = {
  beaconChain: "IBeaconChain",
  stETH: "IStakedEther",
  wstETH: "IWrappedStakedEther",
  unstakingQueue: "IUnstakingQueue",
  delegation: "IDelegationManager",
  strategies: "IStrategyManager",
  allocation: "IAllocationManager",
  pods: "IEigenPodManager",
  rewards: "IRewardsCoordinator",
  wstEthStrategy: "IStrategy",
  bridge: "Bridge",
  bridgeSlasher: "ISlasher",
  vault: "IVault",
  exitQueue: "IExitQueue",
  tickets: "IExitTickets",
  restaker: "IRestaker",
} as const satisfies Record<ContractName, string>;

export type LadderAddresses = Readonly<Record<ContractName, string>>;

/** Contracts at the addresses, ready to be called; sends nothing. */
export async function contractsAt(ethers: HardhatEthers, addresses: LadderAddresses): Promise<LadderContracts> {
  const names = Object.keys(ABI_OF) as ContractName[];
  const bound = await Promise.all(
    names.map(async (name) => [name, await ethers.getContractAt(ABI_OF[name], addresses[name])] as const),
  );
  // Each key was bound with the ABI that its type is generated from.
  return Object.fromEntries(bound) as unknown as LadderContracts;
}
