import { writeFile } from "node:fs/promises";
import { formatUnits } from "ethers";
import type { HardhatEthers } from "@nomicfoundation/hardhat-ethers/types";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { type Calculation, calculateRewards } from "./calculate.ts";
import { chainAnswers, type Sources, sourcesAt } from "./coordinator.ts";
import { readHistory } from "./history.ts";
import { type Distribution, distribution } from "./merkle.ts";
import { RewardsRefused } from "./refused.ts";
import { buildContracts } from "../lib/build.ts";
import { refusing } from "../lib/refusing.ts";
import { type Asked, readRequest, type Request } from "./request.ts";
import { checkSubmission } from "./submitting.ts";

/** bigints as decimal strings. */
const plain = (_key: string, value: unknown): unknown => (typeof value === "bigint" ? value.toString() : value);

/** The claims of all earners on the root that will have this index. */
function claimsOf(tree: Distribution, rootIndex: number) {
  return tree.earners.map(({ earner }) => ({ earner, claim: tree.claim(rootIndex, earner) }));
}

function printTable({ calculation: { earnings, totals }, tree, ...run }: RewardsRun): void {
  for (const { earner, tokens } of earnings) {
    for (const { token, cumulativeEarnings } of tokens) {
      console.log(`${earner}  ${formatUnits(cumulativeEarnings, 18).padStart(28)}  of ${token}`);
    }
  }
  for (const { token, funded, paid, dust } of totals) {
    console.log(`${token}: ${formatUnits(funded, 18)} funded = ${formatUnits(paid, 18)} earned + ${dust} wei of dust`);
  }
  console.log(tree === undefined ? "nobody has earned anything" : `root ${tree.root}`);
  console.log(`until ${run.until}, as the chain was at block ${run.asOf}`);
}

/** What a run brings: the calculation, and the tree when anybody has earned anything. */
export interface RewardsRun {
  readonly until: bigint;
  /** The block as of which the chain was read: with the same `until` and cadence it gives the same root for ever. */
  readonly asOf: number;
  readonly rootIndex: number;
  readonly calculation: Calculation;
  readonly tree: Distribution | undefined;
}

/** The end of the calculation: what was asked, or the last moment that a whole slice ends at or before the block. */
function endOf({ until, cadenceSeconds }: Request, { asOf, timestamp }: Sources): bigint {
  if (until === undefined) return timestamp - (timestamp % cadenceSeconds);
  if (until <= timestamp) return until;
  throw new RewardsRefused(`${until} lies ahead of block ${asOf}, of ${timestamp}: pass --until with that or less`);
}

/** Calculates, and does with the result what the arguments say: write claims, submit the root. */
export async function rewardsOn(ethers: HardhatEthers, asked: Asked): Promise<RewardsRun> {
  const request = readRequest(asked);
  const sources = await sourcesAt(ethers, request);
  const { coordinator, asOf } = sources;
  const until = endOf(request, sources);
  const history = await readHistory(sources, ethers.provider, asOf);
  const calculation = await calculateRewards(history, request.cadenceSeconds, until);
  const tree = calculation.earnings.length > 0 ? distribution(calculation.earnings) : undefined;
  const rootIndex = Number(await coordinator.getDistributionRootsLength());
  if (request.submit) await checkSubmission(ethers, sources.whole, until, calculation);
  if (request.out !== undefined) {
    const claims = tree === undefined ? [] : claimsOf(tree, rootIndex);
    const written = { root: tree?.root, rootIndex, until, asOf, cadence: request.cadenceSeconds, claims };
    await writeFile(request.out, `${JSON.stringify(written, plain, 2)}\n`);
  }
  if (request.submit && tree !== undefined) await (await coordinator.submitRoot(tree.root, until)).wait();
  return { until, asOf, rootIndex, calculation, tree };
}

/** `hardhat rewards`: the same on the chosen network, and printed. Exit 2 for what cannot be calculated as asked. */
export async function runRewards(args: Asked & { json: boolean }, hre: HardhatRuntimeEnvironment): Promise<void> {
  await refusing(async () => {
    readRequest(args);
    const { ethers } = await hre.network.create(hre.globalOptions.network ?? "localhost");
    await chainAnswers(ethers);
    await buildContracts(hre);
    const result = await rewardsOn(ethers, args);
    if (!args.json) return printTable(result);
    const { calculation, tree, ...run } = result;
    console.log(JSON.stringify({ ...run, cadence: args.cadence, root: tree?.root, ...calculation }, plain, 2));
  });
}
