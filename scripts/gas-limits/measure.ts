import { type Interface, ZeroAddress, ZeroHash } from "ethers";
import { network } from "hardhat";
import { restakingModule } from "../../deploy/modules/3-restaking.ts";
import { chargeRealPrices } from "../bench/real-prices.ts";
import { BEACON_CHAIN_ETH_STRATEGY, ETH } from "../lib/units.ts";
import { mostQueued } from "./limits.ts";

/** What a read of the core costs within a transaction that has touched nothing yet: in ours, and in the real one. */
export interface Cost {
  readonly ours: bigint;
  readonly real: bigint;
}

/** The reads of the core that limits in gas have to hold. */
const READS = ["rate", "position", "queue", "sets8", "sets40", "allocations8"] as const;
export type Costs = Readonly<Record<(typeof READS)[number], Cost>>;

const INTRINSIC = 21_000n;

const DAY = 86_400n;
const PARAMETERS = {
  beaconChain: "0x000000000000000000000000000000000000bea0",
  minWithdrawalDelayBlocks: 20n,
  deallocationDelayBlocks: 20n,
  allocationConfigurationDelayBlocks: 20n,
  calculationIntervalSeconds: DAY,
  maxRewardsDurationSeconds: 70n * DAY,
  maxRetroactiveLengthSeconds: 168n * DAY,
  maxFutureLengthSeconds: 30n * DAY,
  genesisRewardsTimestamp: 19_800n * DAY,
  activationDelaySeconds: 7n * DAY,
  defaultSplitBips: 1_000n,
};

/**
 * Stands up a core with a staker of three tokens and native ETH who has withdrawals queued, and an operator in sets, and
 * asks for gas: of our core, and of the same one at the real core's prices.
 */
export async function measureReads(): Promise<Costs> {
  const connection = await network.create({
    network: "default",
    override: { transactionGasCap: false, blockGasLimit: 1_000_000_000n },
  });
  const { ethers, ignition, networkHelpers } = connection;
  const deployed = await ignition.deploy(await restakingModule("ReplayPod"), { parameters: { Restaking: PARAMETERS } });
  const [, , staker, operator, avs] = await ethers.getSigners();
  if (staker === undefined || operator === undefined || avs === undefined) throw new Error("too few accounts");
  const { delegationManager, strategyManager, allocationManager, eigenPodManager, pauserRegistry } = deployed;
  const delegation = await ethers.getContractAt("IDelegationManager", delegationManager.target as string);
  const manager = await ethers.getContractAt("IStrategyManager", strategyManager.target as string);
  const allocation = await ethers.getContractAt("IAllocationManager", allocationManager.target as string);
  const pods = await ethers.getContractAt("IEigenPodManager", eigenPodManager.target as string);

  await delegation.connect(operator).registerAsOperator(ZeroAddress, 0, "");
  await pods.connect(staker).createPod();
  const pod = await ethers.getContractAt("ReplayPod", await pods.getPod(staker));
  await pod.connect(staker).report(0, 32n * ETH);
  const strategies: string[] = [];
  for (const name of ["A", "B", "C"]) {
    const token = await ethers.deployContract("ReplayToken", [name]);
    const strategy = await ethers.deployContract("StrategyBase", [manager, token, pauserRegistry.target]);
    await manager.addStrategiesToDepositWhitelist([strategy]);
    await token.mint(staker, 100n * ETH);
    await token.connect(staker).approve(manager, 100n * ETH);
    await manager.connect(staker).depositIntoStrategy(strategy, token, 100n * ETH);
    strategies.push(await strategy.getAddress());
  }
  await delegation.connect(staker).delegateTo(operator, { signature: "0x", expiry: 0 }, ZeroHash);
  await networkHelpers.mine(30);

  const all = [BEACON_CHAIN_ETH_STRATEGY, ...strategies];
  const gas = async (
    { interface: abi, target }: { interface: Interface; target: unknown },
    f: string,
    args: unknown[],
  ) => (await ethers.provider.estimateGas({ to: target as string, data: abi.encodeFunctionData(f, args) })) - INTRINSIC;
  const first = await ethers.getContractAt("IStrategy", strategies[0] as string);
  const rate = () => gas(first, "sharesToUnderlyingView", [ETH]);
  const position = async () =>
    (await gas(delegation, "getWithdrawableShares", [staker.address, all])) + 3n * (await rate());
  const queued = () => gas(delegation, "getQueuedWithdrawals", [staker.address]);
  const sets = () => gas(allocation, "getAllocatedSets", [operator.address]);
  const allocations = () => gas(allocation, "getStrategyAllocations", [operator.address, strategies[0]]);
  const queue = async (count: number) => {
    for (let i = 0; i < count; i++)
      await delegation
        .connect(staker)
        .queueWithdrawals([{ strategies: [all[i % 4]!], depositShares: [ETH], __deprecated_withdrawer: ZeroAddress }]);
  };
  await allocation.connect(avs).updateAVSMetadataURI(avs, "");
  const allocate = async (from: number, to: number) => {
    const ids = Array.from({ length: to - from }, (_, i) => from + i);
    const create = allocation.connect(avs)["createOperatorSets(address,(uint32,address[],address)[])"];
    const overrides = { gasLimit: 200_000_000n };
    await create(
      avs,
      ids.map((operatorSetId) => ({ operatorSetId, strategies: [strategies[0]!], slasher: avs.address })),
      overrides,
    );
    await allocation.connect(operator).modifyAllocations(
      operator,
      ids.map((id) => ({
        operatorSet: { avs: avs.address, id },
        strategies: [strategies[0]!],
        newMagnitudes: [10n ** 12n],
      })),
      overrides,
    );
  };

  const costs: Partial<Record<(typeof READS)[number], Cost>> = {};
  const reads: readonly (readonly [keyof Costs, () => Promise<bigint>])[] = [
    ["position", position],
    ["sets40", sets],
  ];
  await queue(mostQueued());
  await allocate(0, 8);
  const early: readonly (readonly [keyof Costs, () => Promise<bigint>])[] = [
    ["rate", rate],
    ["queue", queued],
    ["sets8", sets],
    ["allocations8", allocations],
  ];
  const before = await networkHelpers.takeSnapshot();
  for (const list of [early, reads]) {
    if (list === reads) {
      await allocate(8, 40);
    }
    const ours = await Promise.all(list.map(async ([name, read]) => [name, await read()] as const));
    await chargeRealPrices(connection, {
      delegation: delegationManager.target as string,
      allocation: allocationManager.target as string,
      strategyManager: strategyManager.target as string,
      eigenPodManager: eigenPodManager.target as string,
      strategies,
    });
    for (const [index, [name, read]] of list.entries()) costs[name] = { ours: ours[index]![1], real: await read() };
    if (list === early) await before.restore();
  }
  return costs as Costs;
}
