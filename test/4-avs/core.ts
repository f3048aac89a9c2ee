import { network } from "hardhat";
import type { Wallet } from "ethers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import restaking from "../../deploy/modules/3-restaking.ts";
import { registrationData } from "../../scripts/services/bridge.ts";
import { WAD } from "../../scripts/lib/units.ts";

export const { ethers, ignition, networkHelpers } = await network.create();

/** Blocks for which stake stays slashable after leaving, and in which a withdrawal waits. */
export const DELAY_BLOCKS = 50n;
export const SET_ID = 1;

const WEEK = 604_800;

/** Rung 3's parameters for these tests: short delays, rewards on a weekly grid that began long ago. */
const PARAMETERS = {
  Restaking: {
    beaconChain: "0x00000000219ab540356cBB839Cbe05303d7705Fa",
    minWithdrawalDelayBlocks: DELAY_BLOCKS,
    deallocationDelayBlocks: DELAY_BLOCKS,
    allocationConfigurationDelayBlocks: 75n,
    calculationIntervalSeconds: WEEK,
    maxRewardsDurationSeconds: 10 * WEEK,
    maxRetroactiveLengthSeconds: 24 * WEEK,
    maxFutureLengthSeconds: 4 * WEEK,
    genesisRewardsTimestamp: 2_700 * WEEK,
    activationDelaySeconds: 3_600,
    defaultSplitBips: 1_000,
  },
};

/** Mines blocks of 12 seconds each, the first one too. */
export async function pass(blocks: bigint): Promise<void> {
  if (blocks === 0n) return;
  await networkHelpers.time.setNextBlockTimestamp(BigInt(await networkHelpers.time.latest()) + 12n);
  await networkHelpers.mine(blocks, { interval: 12 });
}

/** Signer i of the chain; the tests name them. */
export async function signer(index: number): Promise<HardhatEthersSigner> {
  const found = (await ethers.getSigners())[index];
  if (!found) throw new Error(`the test chain has no account ${index}`);
  return found;
}

/** The real restaking core with two token strategies, old enough for slashes (block number above the delay). */
export async function deployCore() {
  const deployed = await ignition.deploy(restaking, { parameters: PARAMETERS });
  const at = (contract: { target: unknown }) => contract.target as string;
  const allocationManager = await ethers.getContractAt("AllocationManager", at(deployed.allocationManager));
  const delegationManager = await ethers.getContractAt("DelegationManager", at(deployed.delegationManager));
  const strategyManager = await ethers.getContractAt("StrategyManager", at(deployed.strategyManager));
  const rewardsCoordinator = await ethers.getContractAt("RewardsCoordinator", at(deployed.rewardsCoordinator));

  const tokens = [
    await ethers.deployContract("RewardToken", ["ONE"]),
    await ethers.deployContract("RewardToken", ["TWO"]),
  ];
  const strategies = [];
  for (const token of tokens) {
    strategies.push(await ethers.deployContract("StrategyBase", [strategyManager, token, at(deployed.pauserRegistry)]));
  }
  await strategyManager.addStrategiesToDepositWhitelist(strategies.map(({ target }) => target));
  await networkHelpers.mine(DELAY_BLOCKS + 1n, { interval: 12 });
  return { allocationManager, delegationManager, strategyManager, rewardsCoordinator, tokens, strategies };
}

export type RestakingCore = Awaited<ReturnType<typeof deployCore>>;

/** Deposits `amount` wei of each strategy's token and delegates to `operator` (unless the staker is one). */
export async function stake(core: RestakingCore, staker: HardhatEthersSigner, amount: bigint, operator?: string) {
  for (const [index, strategy] of core.strategies.entries()) {
    const token = core.tokens[index]!;
    await token.mint(staker, amount);
    await token.connect(staker).approve(core.strategyManager, amount);
    await core.strategyManager.connect(staker).depositIntoStrategy(strategy, token, amount);
  }
  if (operator !== undefined) {
    const none = { signature: "0x", expiry: 0 };
    await core.delegationManager.connect(staker).delegateTo(operator, none, ethers.ZeroHash);
  }
}

/** Makes an account an operator that may allocate at once, with stake of its own. */
export async function becomeOperator(core: RestakingCore, operator: HardhatEthersSigner, amount: bigint) {
  await core.delegationManager.connect(operator).registerAsOperator(ethers.ZeroAddress, 0, "");
  await stake(core, operator, amount);
}

/** Puts `magnitude` (1e18 = all) of each strategy behind a service's set; it counts from the next block. */
export async function allocate(core: RestakingCore, operator: HardhatEthersSigner, avs: string, magnitude: bigint) {
  const strategies = core.strategies.map(({ target }) => target);
  const params = {
    operatorSet: { avs, id: SET_ID },
    strategies,
    newMagnitudes: strategies.map(() => magnitude),
  };
  await core.allocationManager.connect(operator).modifyAllocations(operator, [params]);
}

/** Registers an operator for the service's set, with the key it will sign with (none: it has one already). */
export async function join(
  core: RestakingCore,
  operator: HardhatEthersSigner,
  avs: string,
  key?: string,
  kind: "ecdsa" | "contract" = "ecdsa",
) {
  const data = key === undefined ? "0x" : registrationData(key, kind);
  await core.allocationManager
    .connect(operator)
    .registerForOperatorSets(operator, { avs, operatorSetIds: [SET_ID], data });
}

/** Takes an operator out of the service's set; it stays slashable for `DELAY_BLOCKS`. */
export async function leave(core: RestakingCore, operator: HardhatEthersSigner, avs: string) {
  await core.allocationManager
    .connect(operator)
    .deregisterFromOperatorSets({ operator, avs, operatorSetIds: [SET_ID] });
}

/** The magnitude that an operator has behind the service's set in the first strategy. */
export async function magnitudeOf(core: RestakingCore, operator: HardhatEthersSigner, avs: string): Promise<bigint> {
  const set = { avs, id: SET_ID };
  return (await core.allocationManager.getAllocation(operator, set, core.strategies[0]!)).currentMagnitude;
}

/** An operator of a service, and the key it signs with. */
export interface ServiceOperator {
  readonly account: HardhatEthersSigner;
  readonly key: Wallet;
}

/** Makes account 10 + `index` an operator with `amount` wei in each strategy, all of it behind the service's set. */
export async function staff(core: RestakingCore, avs: string, index: number, amount: bigint): Promise<ServiceOperator> {
  const operator = { account: await signer(10 + index), key: new ethers.Wallet(ethers.id(`service key ${index}`)) };
  await becomeOperator(core, operator.account, amount);
  await allocate(core, operator.account, avs, WAD);
  await join(core, operator.account, avs, operator.key.address);
  return operator;
}
