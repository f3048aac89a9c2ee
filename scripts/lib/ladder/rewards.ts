import type { ServiceManager } from "../../../typechain-types/index.ts";
import { distribution, type Distribution, type EarnerEarnings } from "../../rewards/merkle.ts";
import type { Ladder } from "./ladder.ts";
import { stake } from "./holders.ts";
import { slots } from "./pod-of.ts";
import { OPERATOR_SET_ID } from "./operators.ts";
import { sent } from "./sent.ts";
import { WAD } from "../units.ts";

const BIPS = 10_000n;
const SECONDS_PER_DAY = 86_400n;

/** What every earner has ever earned, by address, in one token. */
export type Earnings = Map<string, bigint>;

/** What operators of a set, each with its stakers, are paid for a past interval. */
export interface OperatorReward {
  readonly operator: string;
  readonly amount: bigint;
}

/** What every service is, whatever its work. */
function serviceAt({ ethers }: Ladder, address: string): Promise<ServiceManager> {
  return ethers.getContractAt("ServiceManager", address);
}

/**
 * A service pays its operators, by their stake, for whole days that have passed. Its treasury stakes ETH for the wstETH.
 * @returns what each operator and its stakers get together: floor(amount × stake / all stake)
 */
export async function payOperators(
  ladder: Ladder,
  avs: string,
  amountWei: bigint,
  days: bigint,
): Promise<OperatorReward[]> {
  const { contracts, admin, addresses, ethers } = ladder;
  const { wstETH, rewards, stETH } = contracts;
  const service = await serviceAt(ladder, avs);
  const { operators, weightedShares, total } = await service.stakes(OPERATOR_SET_ID);
  const operatorRewards = operators
    .map((operator, index) => ({ operator, amount: (amountWei * weightedShares[index]!) / total }))
    .filter(({ amount }) => amount > 0n)
    .sort((a, b) => (BigInt(a.operator) < BigInt(b.operator) ? -1 : 1));

  const held = await wstETH.balanceOf(admin.address);
  if (held < amountWei) await stake(ladder, admin, (await stETH.getPooledEthByShares(amountWei - held)) + 10n);
  await sent(wstETH.connect(admin).approve(service, amountWei));

  const interval = await rewards.CALCULATION_INTERVAL_SECONDS();
  const now = BigInt((await ethers.provider.getBlock("latest"))!.timestamp);
  const end = now - (now % interval);
  const strategies = [...(await contracts.allocation.getStrategiesInOperatorSet({ avs, id: OPERATOR_SET_ID }))];
  const strategiesAndMultipliers = strategies
    .sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))
    .map((strategy) => ({ strategy, multiplier: WAD }));
  const submission = {
    strategiesAndMultipliers,
    token: addresses.wstETH,
    operatorRewards,
    startTimestamp: end - days * SECONDS_PER_DAY,
    duration: days * SECONDS_PER_DAY,
    description: "securing the service",
  };
  await sent(service.connect(admin).fundOperatorRewards(OPERATOR_SET_ID, [submission]));
  return operatorRewards;
}

/**
 * Adds to everyone's earnings what a payment brings: the operator its split, rounded down, the vault's delegator the
 * rest. Only the vault stakes with the operators of a local ladder, one delegator each.
 */
export async function share(
  ladder: Ladder,
  avs: string,
  paid: readonly OperatorReward[],
  earnings: Earnings,
): Promise<void> {
  const { restaker, rewards, delegation } = ladder.contracts;
  const stakerOf = new Map<string, string>();
  for (const slot of await slots(ladder)) {
    const { delegator } = await restaker.slotAt(slot);
    stakerOf.set(await delegation.delegatedTo(delegator), delegator);
  }
  const add = (earner: string, amount: bigint): void => {
    if (amount > 0n) earnings.set(earner, (earnings.get(earner) ?? 0n) + amount);
  };
  for (const { operator, amount } of paid) {
    const split = await rewards.getOperatorSetSplit(operator, { avs, id: OPERATOR_SET_ID });
    const staker = stakerOf.get(operator);
    const own = staker === undefined ? amount : (amount * split) / BIPS;
    add(operator, own);
    if (staker !== undefined) add(staker, amount - own);
  }
}

/** Builds the tree of all earnings so far and submits its root. */
export async function submitRoot(ladder: Ladder, earnings: Earnings): Promise<Distribution> {
  const { rewards } = ladder.contracts;
  const token = ladder.addresses.wstETH;
  const earners: EarnerEarnings[] = [...earnings].map(([earner, cumulativeEarnings]) => ({
    earner,
    tokens: [{ token, cumulativeEarnings }],
  }));
  const tree = distribution(earners);
  const { timestamp } = (await ladder.ethers.provider.getBlock("latest"))!;
  await sent(rewards.connect(ladder.admin).submitRoot(tree.root, timestamp));
  return tree;
}

/** Claims for every delegator of the vault what the latest root gives it. @returns wei of ETH that entered U */
export async function harvest(ladder: Ladder, tree: Distribution): Promise<bigint> {
  const { restaker, rewards, rewardsClaimer } = ladder.contracts;
  const rootIndex = Number(await rewards.getRootIndexFromHash(tree.root));
  let gained = 0n;
  for (const slot of await slots(ladder)) {
    const { delegator } = await restaker.slotAt(slot);
    if (!tree.earners.some(({ earner }) => earner === delegator)) continue;
    const claim = tree.claim(rootIndex, delegator);
    const connected = rewardsClaimer.connect(ladder.keeper);
    gained += await connected.claim.staticCall(claim);
    await sent(connected.claim(claim));
  }
  return gained;
}
