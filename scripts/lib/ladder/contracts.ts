import { Contract } from "ethers";
import type { HardhatEthers } from "@nomicfoundation/hardhat-ethers/types";
import type * as Types from "../../../typechain-types/index.ts";
import { readerOf } from "./interfaces.ts";

/** A contract of the ladder. */
interface Place {
  /** Whose ABI it speaks. */
  readonly abi: string;
  /** Where the deployment's journal has it. */
  readonly future: string;
  /** What the deployment's modules call it. */
  readonly result: string;
}

/** Every contract of the ladder that tools talk to, rung by rung, by the names that tools use. */
export const CONTRACTS = {
  beaconChain: { abi: "BeaconChain", future: "Staking#BeaconChain", result: "beaconChain" },
  stETH: { abi: "StakedEther", future: "LiquidStaking#StakedEther", result: "stakedEther" },
  wstETH: { abi: "WrappedStakedEther", future: "LiquidStaking#WrappedStakedEther", result: "wrappedStakedEther" },
  unstakingQueue: { abi: "UnstakingQueue", future: "LiquidStaking#UnstakingQueue", result: "unstakingQueue" },
  delegation: { abi: "DelegationManager", future: "Restaking#DelegationManager", result: "delegationManager" },
  strategies: { abi: "StrategyManager", future: "Restaking#StrategyManager", result: "strategyManager" },
  allocation: { abi: "AllocationManager", future: "Restaking#AllocationManager", result: "allocationManager" },
  pods: { abi: "EigenPodManager", future: "Restaking#EigenPodManager", result: "eigenPodManager" },
  rewards: { abi: "RewardsCoordinator", future: "Restaking#RewardsCoordinator", result: "rewardsCoordinator" },
  wstEthStrategy: { abi: "StrategyBase", future: "Strategies#StrategyBase", result: "wstEthStrategy" },
  bridge: { abi: "Bridge", future: "Services#Bridge", result: "bridge" },
  bridgeSlasher: { abi: "InstantSlasher", future: "Services#BridgeSlasher", result: "bridgeSlasher" },
  bridgeConsumer: { abi: "BridgeConsumer", future: "Services#BridgeConsumer", result: "bridgeConsumer" },
  oracle: { abi: "PriceOracle", future: "Services#PriceOracle", result: "oracle" },
  oracleSlasher: { abi: "VetoableSlasher", future: "Services#VetoableSlasher", result: "oracleSlasher" },
  availability: { abi: "DataAvailability", future: "Services#DataAvailability", result: "availability" },
  availabilitySlasher: { abi: "InstantSlasher", future: "Services#AvailabilitySlasher", result: "availabilitySlasher" },
  vault: { abi: "Vault", future: "Vault#Vault", result: "vault" },
  exitQueue: { abi: "ExitQueue", future: "Vault#ExitQueue", result: "exitQueue" },
  tickets: { abi: "ExitTickets", future: "Vault#ExitTickets", result: "exitTickets" },
  restaker: { abi: "Restaker", future: "Vault#Restaker", result: "restaker" },
  allocations: { abi: "Allocations", future: "Vault#Allocations", result: "targets" },
  depositKeys: { abi: "DepositKeys", future: "Vault#DepositKeys", result: "depositKeys" },
  unprovenKeys: { abi: "UnprovenKeys", future: "Vault#UnprovenKeys", result: "unprovenKeys" },
  lstReserve: { abi: "LstReserve", future: "Vault#LstReserve", result: "lstReserve" },
  rewardsClaimer: { abi: "RewardsClaimer", future: "Vault#RewardsClaimer", result: "rewardsClaimer" },
  instantExit: { abi: "InstantExit", future: "Vault#InstantExit", result: "instantExit" },
  cover: { abi: "Cover", future: "Vault#Cover", result: "cover" },
  settings: { abi: "VaultSettings", future: "Vault#VaultSettings", result: "vaultSettings" },
  slashingGuard: { abi: "SlashingGuard", future: "Vault#SlashingGuard", result: "slashingGuard" },
  authority: { abi: "VaultAuthority", future: "Vault#VaultAuthority", result: "authority" },
  runOff: { abi: "RunOff", future: "Vault#RunOff", result: "runOff" },
  rules: { abi: "OperatorRules", future: "Vault#OperatorRules", result: "operatorRules" },
  exposure: { abi: "VaultExposure", future: "Vault#VaultExposure", result: "vaultExposure" },
  announcedLoss: { abi: "AnnouncedLoss", future: "Vault#AnnouncedLoss", result: "announcedLoss" },
  views: { abi: "VaultViews", future: "Vault#VaultViews", result: "vaultViews" },
  estimates: { abi: "ExitEstimates", future: "Vault#ExitEstimates", result: "exitEstimates" },
  facade: { abi: "VaultFacade", future: "Vault#VaultFacade", result: "vaultFacade" },
  entrance: { abi: "SyncedEntrance", future: "Vault#SyncedEntrance", result: "syncedEntrance" },
  uniswapFactory: { abi: "IUniswapV3Factory", future: "Markets#UniswapV3Factory", result: "uniswapFactory" },
  positionManager: { abi: "IPositionManager", future: "Markets#PositionManager", result: "positionManager" },
  swapRouter: { abi: "ISwapRouter", future: "Markets#SwapRouter", result: "swapRouter" },
  quoter: { abi: "IQuoterV2", future: "Markets#QuoterV2", result: "quoter" },
  morpho: { abi: "Morpho", future: "Markets#Morpho", result: "morpho" },
  rateModel: { abi: "AdaptiveCurveRate", future: "Markets#AdaptiveCurveRate", result: "rateModel" },
  weth: { abi: "WETH", future: "Vault#WETH", result: "weth" },
  pool: { abi: "IUniswapV3Pool", future: "Defi#LrtPool", result: "lrtPool" },
  rateOracle: { abi: "CollateralRateOracle", future: "Defi#CollateralRateOracle", result: "rateOracle" },
  twapOracle: { abi: "TwapOracle", future: "Defi#TwapOracle", result: "twapOracle" },
  lowerOracle: { abi: "LowerOracle", future: "Defi#LowerOracle", result: "lowerOracle" },
  boundedOracle: { abi: "BoundedOracle", future: "Defi#BoundedOracle", result: "boundedOracle" },
  looper: { abi: "Looper", future: "Defi#Looper", result: "looper" },
  liquidator: { abi: "Liquidator", future: "Defi#Liquidator", result: "liquidator" },
  pegArbitrageur: { abi: "PegArbitrageur", future: "Defi#PegArbitrageur", result: "pegArbitrageur" },
} as const satisfies Record<string, Place>;

export type ContractName = keyof typeof CONTRACTS;
type AbiOf<Name extends ContractName> = (typeof CONTRACTS)[Name]["abi"];

/** The contracts, each with the functions of its ABI. */
export type LadderContracts = {
  readonly [Name in ContractName]: ReturnType<(typeof Types)[`${AbiOf<Name>}__factory`]["connect"]>;
};

export type LadderAddresses = Readonly<Record<ContractName, string>>;

/** Contracts at the addresses, ready to be called; sends nothing, and reads the ABI of each when it is first used. */
export async function contractsAt(ethers: HardhatEthers, addresses: LadderAddresses): Promise<LadderContracts> {
  const { default: hre } = await import("hardhat");
  const read = readerOf(hre.config.paths.artifacts);
  const [signer] = await ethers.getSigners();
  const contracts = {};
  for (const name of Object.keys(CONTRACTS) as ContractName[]) {
    let contract: Contract | undefined;
    const get = () =>
      (contract ??= new Contract(addresses[name], read(CONTRACTS[name].abi), signer ?? ethers.provider));
    Object.defineProperty(contracts, name, { enumerable: true, get });
  }
  // Each key is bound with the ABI that its type is generated from.
  return contracts as LadderContracts;
}
