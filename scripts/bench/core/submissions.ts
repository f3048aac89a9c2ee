import { type Measurements, must } from "../row.ts";
import { AMOUNT, type CoreWorld } from "./world.ts";

/** The service holds and has approved the token, and has submitted nothing; the coordinator holds some of it already. */
async function firstSubmission({ rewards, avs, first }: CoreWorld): Promise<void> {
  await first.token.mint(rewards, AMOUNT);
  await first.token.mint(avs, 10n * AMOUNT);
  await first.token.connect(avs).approve(rewards, 10n * AMOUNT);
  must((await first.token.balanceOf(rewards)) > 0n, "the coordinator already held the token");
  must((await rewards.submissionNonce(avs)) === 0n, "first of the service");
  must(!(await rewards.isOptedInForProtocolFee(avs)), "no fee");
}

/** The start of the day so many days from now, in seconds. */
async function day({ networkHelpers }: CoreWorld, days: number): Promise<number> {
  const now = await networkHelpers.time.latest();
  return now - (now % 86_400) + days * 86_400;
}

const weighted = ({ first }: CoreWorld) => [{ strategy: first.strategy, multiplier: 1_000_000_000_000_000_000n }];

export const submissionRows: Measurements<CoreWorld> = {
  "core.createAVSRewardsSubmission": async (world) => {
    const { rewards, avs, first } = world;
    await firstSubmission(world);
    const submission = {
      strategiesAndMultipliers: weighted(world),
      token: first.token,
      amount: AMOUNT,
      startTimestamp: await day(world, 0),
      duration: 7 * 86_400,
    };
    return rewards.connect(avs).createAVSRewardsSubmission([submission]);
  },
  "core.createOperatorDirectedSetSubmission": async (world) => {
    const { rewards, avs, op1, operatorSet, first } = world;
    await firstSubmission(world);
    const submission = {
      strategiesAndMultipliers: weighted(world),
      token: first.token,
      operatorRewards: [{ operator: op1, amount: AMOUNT }],
      startTimestamp: await day(world, -7),
      duration: 7 * 86_400,
      description: "",
    };
    return rewards.connect(avs).createOperatorDirectedOperatorSetRewardsSubmission(operatorSet, [submission]);
  },
  "core.setOperatorSetSplit": async (world) => {
    const { rewards, op1, operatorSet } = world;
    must((await rewards.getOperatorSetSplit(op1, operatorSet)) === (await rewards.defaultOperatorSplitBips()), "first");
    return rewards.connect(op1).setOperatorSetSplit(op1, operatorSet, 2_000);
  },
};
