import { writeFile } from "node:fs/promises";
import { formatUnits, isAddress } from "ethers";
import type { HardhatEthers } from "@nomicfoundation/hardhat-ethers/types";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { type Calculation, calculateRewards } from "./calculate.ts";
import { readHistory, type RewardsSources } from "./history.ts";
import { type Distribution, distribution } from "./merkle.ts";

interface Arguments {
  readonly coordinator?: string | undefined;
  readonly until: bigint;
  readonly cadence: bigint;
  readonly out?: string | undefined;
  readonly submit: boolean;
  readonly json: boolean;
}

/** bigints as decimal strings. */
const plain = (_key: string, value: unknown): unknown => (typeof value === "bigint" ? value.toString() : value);

/** The claims of all earners on the root that will have this index. */
function claimsOf(tree: Distribution, rootIndex: number) {
  return tree.earners.map(({ earner }) => ({ earner, claim: tree.claim(rootIndex, earner) }));
}

function printTable({ earnings, totals }: Calculation, root: string | undefined): void {
  for (const { earner, tokens } of earnings) {
    for (const { token, cumulativeEarnings } of tokens) {
      console.log(`${earner}  ${formatUnits(cumulativeEarnings, 18).padStart(28)}  of ${token}`);
    }
  }
  for (const { token, funded, paid, dust } of totals) {
    console.log(`${token}: ${formatUnits(funded, 18)} funded = ${formatUnits(paid, 18)} earned + ${dust} wei of dust`);
  }
  console.log(root === undefined ? "nobody has earned anything" : `root ${root}`);
}

/** The last moment that a whole slice of some submission ends at or before the present block. */
function lastSlice(now: bigint, cadence: bigint): bigint {
  return now - (now % cadence);
}

/** What a run brings: the calculation, and the tree when anybody has earned anything. */
export interface RewardsRun {
  readonly until: bigint;
  readonly rootIndex: number;
  readonly calculation: Calculation;
  readonly tree: Distribution | undefined;
}

/** Calculates, and does with the result what the arguments say: write claims, submit the root. */
export async function rewardsOn(ethers: HardhatEthers, args: Omit<Arguments, "json">): Promise<RewardsRun> {
  const { coordinator: address, cadence, out, submit } = args;
  if (!isAddress(address)) {
    throw new Error(
      `rewards need the RewardsCoordinator's address, not ${address ?? "nothing"}: pass --coordinator 0x…`,
    );
  }
  if (cadence <= 0n) throw new Error(`a slice of ${cadence} s is none: pass --cadence with 1 or more`);
  const coordinator = await ethers.getContractAt("RewardsCoordinator", address);
  const sources: RewardsSources = {
    coordinator: await ethers.getContractAt("IRewardsCoordinator", address),
    delegation: await ethers.getContractAt("IDelegationManager", await coordinator.delegationManager()),
    allocation: await ethers.getContractAt("IAllocationManager", await coordinator.allocationManager()),
  };
  const latest = await ethers.provider.getBlock("latest");
  const until = args.until > 0n ? args.until : lastSlice(BigInt(latest?.timestamp ?? 0), cadence);
  const calculation = await calculateRewards(await readHistory(sources, ethers.provider), cadence, until);
  const tree = calculation.earnings.length > 0 ? distribution(calculation.earnings) : undefined;
  const rootIndex = Number(await coordinator.getDistributionRootsLength());
  if (out !== undefined) {
    const claims = tree === undefined ? [] : claimsOf(tree, rootIndex);
    await writeFile(out, `${JSON.stringify({ root: tree?.root, rootIndex, claims }, plain, 2)}\n`);
  }
  if (submit && tree !== undefined) await (await coordinator.submitRoot(tree.root, until)).wait();
  return { until, rootIndex, calculation, tree };
}

/** `hardhat rewards`: the same on the chosen network, and printed. */
export async function runRewards(args: Arguments, hre: HardhatRuntimeEnvironment): Promise<void> {
  const { ethers } = await hre.network.create();
  const { calculation, tree, ...run } = await rewardsOn(ethers, args);
  if (!args.json) return printTable(calculation, tree?.root);
  console.log(JSON.stringify({ ...run, cadence: args.cadence, root: tree?.root, ...calculation }, plain, 2));
}
