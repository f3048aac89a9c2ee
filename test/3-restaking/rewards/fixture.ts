import { network } from "hardhat";
import type {
  OperatorDirectedRewardsSubmissionStruct,
  RewardsSubmissionStruct,
} from "../../../typechain-types/contracts/3-restaking/interfaces/IRewardsCoordinator.ts";

export const DAY = 86_400;
export const WEEK = 7 * DAY;
export const MAX_AMOUNT = 10n ** 38n - 1n;

/** Deployment numbers of the tests, in seconds; the times are multiples of a week where they must be. */
export const CONFIG = {
  calculationIntervalSeconds: WEEK,
  maxRewardsDuration: 10 * WEEK,
  maxRetroactiveLength: 24 * WEEK,
  maxFutureLength: 4 * WEEK,
  genesisRewardsTimestamp: 4_000 * WEEK,
  activationDelay: WEEK,
  defaultSplitBips: 1_000,
};

/** A start on the grid, 10 weeks after genesis (in 2046, ahead of any clock); the chain stands half a week later. */
export const START = 4_010 * WEEK;

export const { ethers, networkHelpers } = await network.create();

/**
 * A coordinator with its permission controller and pausers. Three strategies are whitelisted, set 1 of `avs` exists,
 * `keeper` may reward all.
 */
export async function deployRewards() {
  const [deployer, owner, updater, feeRecipient, emissions, avs, alice, bob, op1, op2, keeper] =
    await ethers.getSigners();
  if (!deployer || !owner || !updater || !feeRecipient || !emissions) throw new Error("too few accounts");
  if (!avs || !alice || !bob || !op1 || !op2 || !keeper) throw new Error("too few accounts");
  const core = await ethers.deployContract("CoreAnswers");
  const permissions = await ethers.deployContract("PermissionController");
  const registry = await ethers.deployContract("PauserRegistry", [[deployer], deployer]);
  const coordinator = await ethers.deployContract("RewardsCoordinator", [
    {
      delegationManager: core,
      strategyManager: core,
      allocationManager: core,
      pauserRegistry: registry,
      permissionController: permissions,
      owner,
      rewardsUpdater: updater,
      feeRecipient,
      emissionsController: emissions,
      ...CONFIG,
    },
  ]);
  const token = await ethers.deployContract("RewardToken", ["RWD"]);
  const token2 = await ethers.deployContract("RewardToken", ["RWD2"]);
  const strategies = [deployer, alice, bob].map(({ address }) => address).sort(byAddress);
  for (const strategy of strategies) await core.sayWhitelisted(strategy, true);
  await core.sayOperatorSet({ avs, id: 1 }, true);
  await coordinator.connect(owner).setRewardsForAllSubmitter(keeper, true);
  for (const payer of [owner, emissions, avs, keeper]) {
    await token.mint(payer, 4n * MAX_AMOUNT);
    await token.connect(payer).approve(coordinator, ethers.MaxUint256);
  }
  await networkHelpers.time.increaseTo(START + WEEK / 2);
  const people = { deployer, owner, updater, feeRecipient, emissions, avs, alice, bob, op1, op2, keeper };
  return { ...people, core, permissions, registry, coordinator, token, token2, strategies };
}

export type Rewards = Awaited<ReturnType<typeof deployRewards>>;

/** A submission that passes every check; `changes` replace parts of it. */
export function submission(
  { token, strategies }: Rewards,
  changes: Partial<RewardsSubmissionStruct> = {},
): RewardsSubmissionStruct {
  return {
    strategiesAndMultipliers: strategies.slice(0, 1).map((strategy) => ({ strategy, multiplier: 10n ** 18n })),
    token,
    amount: 1_000n,
    startTimestamp: START,
    duration: WEEK,
    ...changes,
  };
}

/** An operator-directed submission for the past week that passes every check. */
export function directed(
  { token, strategies, op1, op2 }: Rewards,
  changes: Partial<OperatorDirectedRewardsSubmissionStruct> = {},
): OperatorDirectedRewardsSubmissionStruct {
  const operators = [op1.address, op2.address].sort(byAddress);
  return {
    strategiesAndMultipliers: strategies.slice(0, 1).map((strategy) => ({ strategy, multiplier: 10n ** 18n })),
    token,
    operatorRewards: operators.map((operator, i) => ({ operator, amount: BigInt(104 + 5 * i) })),
    startTimestamp: START - WEEK,
    duration: WEEK,
    description: "the week before",
    ...changes,
  };
}

export function byAddress(left: string, right: string): number {
  return BigInt(left) < BigInt(right) ? -1 : 1;
}
