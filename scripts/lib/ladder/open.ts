import type { HardhatEthers } from "@nomicfoundation/hardhat-ethers/types";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { EthereumProvider } from "hardhat/types/providers";
import { deployLadder } from "../../deploy/deploy.ts";
import { keepSteady, STEADY_CHAIN } from "./clock.ts";
import { contractsAt, type LadderAddresses } from "./contracts.ts";
import type { Ladder } from "./ladder.ts";

/** Names of the deployment's contracts, by the names that tools use. */
const DEPLOYED = {
  beaconChain: "beaconChain",
  stETH: "stakedEther",
  wstETH: "wrappedStakedEther",
  unstakingQueue: "unstakingQueue",
  delegation: "delegationManager",
  strategies: "strategyManager",
  allocation: "allocationManager",
  pods: "eigenPodManager",
  rewards: "rewardsCoordinator",
  wstEthStrategy: "wstEthStrategy",
  bridge: "bridge",
  bridgeSlasher: "bridgeSlasher",
  bridgeConsumer: "bridgeConsumer",
  oracle: "oracle",
  oracleSlasher: "oracleSlasher",
  availability: "availability",
  availabilitySlasher: "availabilitySlasher",
  vault: "vault",
  exitQueue: "exitQueue",
  tickets: "exitTickets",
  restaker: "restaker",
  depositKeys: "depositKeys",
  unprovenKeys: "unprovenKeys",
  lstReserve: "lstReserve",
  rewardsClaimer: "rewardsClaimer",
  instantExit: "instantExit",
  cover: "cover",
  settings: "vaultSettings",
  holdBack: "holdBack",
  runOff: "runOff",
  authority: "authority",
  rules: "operatorRules",
  exposure: "vaultExposure",
  announcedLoss: "announcedLoss",
  views: "vaultViews",
  estimates: "exitEstimates",
  facade: "vaultFacade",
  entrance: "syncedEntrance",
} as const satisfies Record<keyof LadderAddresses, string>;

/** A ladder that stands at the addresses of a deployment. */
export async function ladderAt(
  { ethers, provider }: { ethers: HardhatEthers; provider: EthereumProvider },
  deployed: Readonly<Record<string, string>>,
): Promise<Ladder> {
  const addresses = Object.fromEntries(
    Object.entries(DEPLOYED).map(([name, deployedAs]) => [name, deployed[deployedAs]]),
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

/** Opens a fresh chain on which every block can be told beforehand, and deploys the whole ladder on it. */
export async function openLadder(hre: HardhatRuntimeEnvironment, preset: string): Promise<Ladder> {
  const connection = await hre.network.create(STEADY_CHAIN);
  keepSteady(hre, connection);
  const { addresses } = await deployLadder(hre, connection, { preset });
  return ladderAt(connection, addresses);
}
