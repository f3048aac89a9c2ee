import type { HardhatEthers } from "@nomicfoundation/hardhat-ethers/types";
import type {
  AllocationManager,
  AnnouncedLoss,
  BeaconChain,
  Bridge,
  BridgeConsumer,
  Cover,
  DataAvailability,
  DelegationManager,
  DepositKeys,
  EigenPodManager,
  ExitEstimates,
  ExitQueue,
  ExitTickets,
  HoldBack,
  InstantExit,
  InstantSlasher,
  LstReserve,
  OperatorRules,
  PriceOracle,
  Restaker,
  RewardsClaimer,
  RewardsCoordinator,
  RunOff,
  StakedEther,
  StrategyBase,
  StrategyManager,
  SyncedEntrance,
  UnprovenKeys,
  UnstakingQueue,
  Vault,
  VaultAuthority,
  VaultExposure,
  VaultFacade,
  VaultSettings,
  VaultViews,
  VetoableSlasher,
  WrappedStakedEther,
} from "../../../typechain-types/index.ts";

/** Every contract of the ladder that tools talk to, rung by rung. */
export interface LadderContracts {
  readonly beaconChain: BeaconChain;
  readonly stETH: StakedEther;
  readonly wstETH: WrappedStakedEther;
  readonly unstakingQueue: UnstakingQueue;
  readonly delegation: DelegationManager;
  readonly strategies: StrategyManager;
  readonly allocation: AllocationManager;
  readonly pods: EigenPodManager;
  readonly rewards: RewardsCoordinator;
  readonly wstEthStrategy: StrategyBase;
  readonly bridge: Bridge;
  readonly bridgeSlasher: InstantSlasher;
  readonly bridgeConsumer: BridgeConsumer;
  readonly oracle: PriceOracle;
  readonly oracleSlasher: VetoableSlasher;
  readonly availability: DataAvailability;
  readonly availabilitySlasher: InstantSlasher;
  readonly vault: Vault;
  readonly exitQueue: ExitQueue;
  readonly tickets: ExitTickets;
  readonly restaker: Restaker;
  readonly depositKeys: DepositKeys;
  readonly unprovenKeys: UnprovenKeys;
  readonly lstReserve: LstReserve;
  readonly rewardsClaimer: RewardsClaimer;
  readonly instantExit: InstantExit;
  readonly cover: Cover;
  readonly settings: VaultSettings;
  readonly holdBack: HoldBack;
  readonly authority: VaultAuthority;
  readonly runOff: RunOff;
  readonly rules: OperatorRules;
  readonly exposure: VaultExposure;
  readonly announcedLoss: AnnouncedLoss;
  readonly views: VaultViews;
  readonly estimates: ExitEstimates;
  readonly facade: VaultFacade;
  readonly entrance: SyncedEntrance;
}

export type ContractName = keyof LadderContracts;

/** The contract at each place: whose ABI it speaks. */
export const ABI_OF = {
  beaconChain: "BeaconChain",
  stETH: "StakedEther",
  wstETH: "WrappedStakedEther",
  unstakingQueue: "UnstakingQueue",
  delegation: "DelegationManager",
  strategies: "StrategyManager",
  allocation: "AllocationManager",
  pods: "EigenPodManager",
  rewards: "RewardsCoordinator",
  wstEthStrategy: "StrategyBase",
  bridge: "Bridge",
  bridgeSlasher: "InstantSlasher",
  bridgeConsumer: "BridgeConsumer",
  oracle: "PriceOracle",
  oracleSlasher: "VetoableSlasher",
  availability: "DataAvailability",
  availabilitySlasher: "InstantSlasher",
  vault: "Vault",
  exitQueue: "ExitQueue",
  tickets: "ExitTickets",
  restaker: "Restaker",
  depositKeys: "DepositKeys",
  unprovenKeys: "UnprovenKeys",
  lstReserve: "LstReserve",
  rewardsClaimer: "RewardsClaimer",
  instantExit: "InstantExit",
  cover: "Cover",
  settings: "VaultSettings",
  holdBack: "HoldBack",
  authority: "VaultAuthority",
  runOff: "RunOff",
  rules: "OperatorRules",
  exposure: "VaultExposure",
  announcedLoss: "AnnouncedLoss",
  views: "VaultViews",
  estimates: "ExitEstimates",
  facade: "VaultFacade",
  entrance: "SyncedEntrance",
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
