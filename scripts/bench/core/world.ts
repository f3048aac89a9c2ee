import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { ContractTransactionResponse } from "ethers";
import { network } from "hardhat";
import { restakingModule } from "../../../deploy/modules/3-restaking.ts";
import { must } from "../row.ts";

/** The delays of mainnet, and rewards as mainnet has them: blocks for the core, seconds for rewards. */
const PARAMETERS = {
  minWithdrawalDelayBlocks: 100_800n,
  deallocationDelayBlocks: 100_800n,
  allocationConfigurationDelayBlocks: 126_000n,
  calculationIntervalSeconds: 86_400n,
  maxRewardsDurationSeconds: 6_048_000n,
  maxRetroactiveLengthSeconds: 14_515_200n,
  maxFutureLengthSeconds: 2_592_000n,
  genesisRewardsTimestamp: 1_710_979_200n,
  activationDelaySeconds: 604_800n,
  defaultSplitBips: 1_000n,
};

/** One deposit: an odd number, so that no calldata or storage is cheap by its zeros. */
export const AMOUNT = 1_234_567_890_123_456_789n;

const FIRST_DAY = new Date("2030-01-01T00:00:00Z");

/**
 * A chain with rung 3 deployed by its module. Two strategies hold deposits of Bob, who is delegated to operator 1;
 * Alice holds tokens and has approved the strategy manager for more than she deposits. Operator 2 is registered and
 * has no stake. `avs` has metadata, an empty registrar and a slasher of its own; its set 1 holds the first strategy.
 */
export async function prepareWorld(connection: Connection) {
  const { ethers, ignition, networkHelpers } = connection;
  const [admin, pauser, alice, bob, carol, op1, op2, op3, avs, slasher, rewardsUpdater] = await ethers.getSigners();
  if (!admin || !pauser || !alice || !bob || !carol) throw new Error("too few accounts");
  if (!op1 || !op2 || !op3 || !avs || !slasher || !rewardsUpdater) throw new Error("too few accounts");
  const at = ({ target }: { target: unknown }): string => target as string;
  const quiet = await ethers.deployContract("QuietBeacon");
  const deployed = await ignition.deploy(await restakingModule("EigenPod"), {
    parameters: {
      Restaking: { ...PARAMETERS, beaconChain: at(quiet), rewardsUpdater: rewardsUpdater.address },
    },
  });
  const delegation = await ethers.getContractAt("IDelegationManager", at(deployed.delegationManager));
  const strategyManager = await ethers.getContractAt("IStrategyManager", at(deployed.strategyManager));
  const allocation = await ethers.getContractAt("IAllocationManager", at(deployed.allocationManager));
  const eigenPodManager = await ethers.getContractAt("IEigenPodManager", at(deployed.eigenPodManager));
  const rewards = await ethers.getContractAt("IRewardsCoordinator", at(deployed.rewardsCoordinator));

  const registrar = await ethers.deployContract("ReplayRegistrar");
  const markets = [];
  for (const symbol of ["one", "two"]) {
    const token = await ethers.deployContract("ReplayToken", [symbol]);
    const strategy = await ethers.deployContract("StrategyBase", [strategyManager, token, deployed.pauserRegistry]);
    await strategyManager.connect(admin).addStrategiesToDepositWhitelist([strategy]);
    for (const holder of [alice, bob]) {
      await token.mint(holder, 100n * AMOUNT);
      await token.connect(holder).approve(strategyManager, 100n * AMOUNT);
    }
    markets.push({ token, strategy });
  }
  const [first, second] = markets;
  if (!first || !second) throw new Error("no markets");

  const noSignature = { signature: "0x", expiry: 0n };
  const world = {
    ethers,
    networkHelpers,
    ...{ alice, bob, carol, op1, op2, op3, avs, slasher, rewardsUpdater },
    ...{ delegation, strategyManager, allocation, eigenPodManager, rewards, first, second },
    operatorSet: { avs: avs.address, id: 1n },
    deposit: (staker: HardhatEthersSigner, { strategy, token } = first, amount = AMOUNT) =>
      strategyManager.connect(staker).depositIntoStrategy(strategy, token, amount),
    delegate: (staker: HardhatEthersSigner, operator: HardhatEthersSigner) =>
      delegation.connect(staker).delegateTo(operator, noSignature, ethers.ZeroHash),
    register: (operator: HardhatEthersSigner): Promise<ContractTransactionResponse> =>
      delegation.connect(operator).registerAsOperator(ethers.ZeroAddress, 0n, "https://operator.example/about"),
  };

  for (const operator of [op1, op2]) await world.register(operator);
  for (const market of markets) await world.deposit(bob, market);
  await world.delegate(bob, op1);
  await allocation.connect(avs).updateAVSMetadataURI(avs, "https://service.example/about");
  await allocation.connect(avs).setAVSRegistrar(avs, registrar);
  const set = { operatorSetId: 1n, strategies: [first.strategy], slasher };
  await allocation.connect(avs)["createOperatorSets(address,(uint32,address[],address)[])"](avs, [set]);
  // allocation delays set at registration count at once; slashes need a block beyond the withdrawal delay
  await networkHelpers.mine(PARAMETERS.minWithdrawalDelayBlocks + 1n, { interval: 12 });
  must((await delegation.minWithdrawalDelayBlocks()) === PARAMETERS.minWithdrawalDelayBlocks, "mainnet's delays");
  return world;
}

export type CoreWorld = Awaited<ReturnType<typeof prepareWorld>>;

/** A chain in this process whose clock starts on a fixed day, so that calldata and gas repeat to the unit. */
export async function openChain() {
  return network.create({ network: "default", override: { initialDate: FIRST_DAY } });
}

export type Connection = Awaited<ReturnType<typeof openChain>>;
