import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { network } from "hardhat";
import { restakingModule } from "../../deploy/modules/3-restaking.ts";
import { actionsOf } from "./actions.ts";

/** Short delays, each another number, so that no test can take one for the other. */
export const WITHDRAWAL_DELAY = 20n;
export const DEALLOCATION_DELAY = 24n;
export const CONFIGURATION_DELAY = 30n;

export const BURN_ADDRESS = "0x00000000000000000000000000000000000E16E4";

const DAY = 86_400n;
/** What the module needs beyond its accounts; the rewards numbers are the real ones in kind, shorter in size. */
const PARAMETERS = {
  minWithdrawalDelayBlocks: WITHDRAWAL_DELAY,
  deallocationDelayBlocks: DEALLOCATION_DELAY,
  allocationConfigurationDelayBlocks: CONFIGURATION_DELAY,
  calculationIntervalSeconds: DAY,
  maxRewardsDurationSeconds: 70n * DAY,
  maxRetroactiveLengthSeconds: 168n * DAY,
  maxFutureLengthSeconds: 30n * DAY,
  genesisRewardsTimestamp: 19_800n * DAY,
  activationDelaySeconds: 7n * DAY,
  defaultSplitBips: 1_000n,
};

export type Restaking = Awaited<ReturnType<typeof deployRestaking>>;
type Connection = Awaited<ReturnType<typeof network.create>>;

/**
 * Rung 3 on a chain of its own, by its Ignition module: named actors, two token strategies `a` and `b` (a's address is
 * the lower one), the service `avs` with an open registrar, and what they usually do as functions. Each call gives the
 * state right after deployment, past the block before which slashing would underflow.
 *
 * @param pod the contract behind pods; ReplayPod reports whatever balance change it is told to.
 */
export async function restakingFixture(pod = "ReplayPod"): Promise<() => Promise<Restaking>> {
  const connection = await network.create();
  const module = await restakingModule(pod);
  const deploy = async () => {
    const restaking = await deployRestaking(connection, module);
    await connection.networkHelpers.mine(WITHDRAWAL_DELAY, { interval: 12 });
    return restaking;
  };
  return () => connection.networkHelpers.loadFixture(deploy);
}

/** Deploys into an open connection and mines nothing further: slashing still underflows on a fresh chain. */
export async function deployRestaking(
  connection: Connection,
  module: Awaited<ReturnType<typeof restakingModule>>,
  changes: Partial<typeof PARAMETERS> = {},
) {
  const { ethers, ignition, networkHelpers } = connection;
  const deployed = await ignition.deploy(module, {
    parameters: { Restaking: { ...PARAMETERS, ...changes, beaconChain: "0x00000000000000000000000000000000000BEAC0" } },
  });
  const at = (contract: { target: unknown }) => contract.target as string;
  const core = {
    delegation: await ethers.getContractAt("IDelegationManager", at(deployed.delegationManager)),
    strategies: await ethers.getContractAt("IStrategyManager", at(deployed.strategyManager)),
    allocation: await ethers.getContractAt("IAllocationManager", at(deployed.allocationManager)),
    pods: await ethers.getContractAt("IEigenPodManager", at(deployed.eigenPodManager)),
    permissions: await ethers.getContractAt("IPermissionController", at(deployed.permissionController)),
    rewards: await ethers.getContractAt("IRewardsCoordinator", at(deployed.rewardsCoordinator)),
    pauserRegistry: at(deployed.pauserRegistry),
  };
  const [owner, pauser, alice, bob, carol, op1, op2, avs, mallory, ...others] =
    (await ethers.getSigners()) as HardhatEthersSigner[];
  const actors = { owner, pauser, alice, bob, carol, op1, op2, avs, mallory } as Record<Actor, HardhatEthersSigner>;

  const newToken = async () => {
    const token = await ethers.deployContract("ReplayToken", ["TKN"]);
    const parameters: [string, string, string] = [at(core.strategies), at(token), core.pauserRegistry];
    return { token, parameters };
  };
  const whitelisted = async (strategy: { target: unknown }) => {
    await core.strategies.addStrategiesToDepositWhitelist([at(strategy)]);
    return { strategy: await ethers.getContractAt("IStrategy", at(strategy)), address: at(strategy) };
  };
  const newStrategy = async () => {
    const { token, parameters } = await newToken();
    return { token, ...(await whitelisted(await ethers.deployContract("StrategyBase", parameters))) };
  };
  const newVetoingStrategy = async () => {
    const { token, parameters } = await newToken();
    const veto = await ethers.deployContract("VetoingStrategy", parameters);
    return { token, veto, ...(await whitelisted(veto)) };
  };
  const two = [await newStrategy(), await newStrategy()] as const;
  const [a, b] = BigInt(two[0].address) < BigInt(two[1].address) ? two : [two[1], two[0]];

  const registrar = await ethers.deployContract("ReplayRegistrar");
  const openService = async (service: HardhatEthersSigner) => {
    await core.allocation.connect(service).updateAVSMetadataURI(service, "");
    await core.allocation.connect(service).setAVSRegistrar(service, registrar);
  };
  await openService(actors.avs);

  const mine = (blocks: bigint | number) => networkHelpers.mine(blocks, { interval: 12 });
  const world = {
    ethers,
    networkHelpers,
    core,
    ...actors,
    others,
    a,
    b,
    newStrategy,
    newVetoingStrategy,
    openService,
    mine,
  };
  return { ...world, ...actionsOf(world) };
}

type Actor = "owner" | "pauser" | "alice" | "bob" | "carol" | "op1" | "op2" | "avs" | "mallory";
