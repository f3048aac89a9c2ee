import { expect } from "chai";
import type { RewardsSubmissionStruct } from "../../../typechain-types/contracts/3-restaking/interfaces/IRewardsCoordinator.ts";
import {
  byAddress,
  CONFIG,
  deployRewards,
  MAX_AMOUNT,
  networkHelpers,
  type Rewards,
  START,
  submission,
  WEEK,
} from "./fixture.ts";
import { BEACON_CHAIN_ETH_STRATEGY } from "../../../scripts/lib/units.ts";

type Changes = Partial<RewardsSubmissionStruct>;

/** Sends one submission, with the changes named, at a fixed second. */
async function submit(rewards: Rewards, changes: Changes, second = START + WEEK) {
  await networkHelpers.time.setNextBlockTimestamp(second);
  return rewards.coordinator.connect(rewards.avs).createAVSRewardsSubmission([submission(rewards, changes)]);
}

async function refuses(changes: (rewards: Rewards) => Changes, error: string, second?: number) {
  const rewards = await networkHelpers.loadFixture(deployRewards);
  await expect(submit(rewards, changes(rewards), second)).to.be.revertedWithCustomError(rewards.coordinator, error);
}

async function takes(changes: (rewards: Rewards) => Changes, second?: number) {
  const rewards = await networkHelpers.loadFixture(deployRewards);
  await submit(rewards, changes(rewards), second);
  expect(await rewards.coordinator.submissionNonce(rewards.avs)).to.equal(1n);
}

const weighted = (strategies: string[]) => strategies.map((strategy) => ({ strategy, multiplier: 1n }));

describe("What a rewards submission must satisfy", () => {
  it("RST-40: takes one strategy or several in ascending order, none twice", async () => {
    await refuses(() => ({ strategiesAndMultipliers: [] }), "InputArrayLengthZero");
    await takes(({ strategies }) => ({ strategiesAndMultipliers: weighted(strategies) }));
    await refuses(
      ({ strategies }) => ({ strategiesAndMultipliers: weighted([...strategies].reverse()) }),
      "StrategiesNotInAscendingOrder",
    );
    await refuses(
      ({ strategies: [one] }) => ({ strategiesAndMultipliers: weighted([one as string, one as string]) }),
      "StrategiesNotInAscendingOrder",
    );
  });

  it("RST-40: takes whitelisted strategies and the beacon chain's, no other", async () => {
    await refuses(({ op1 }) => ({ strategiesAndMultipliers: weighted([op1.address]) }), "StrategyNotWhitelisted");
    await takes(() => ({ strategiesAndMultipliers: weighted([BEACON_CHAIN_ETH_STRATEGY]) }));
    await takes(({ strategies }) => ({
      strategiesAndMultipliers: weighted([...strategies, BEACON_CHAIN_ETH_STRATEGY].sort(byAddress)),
    }));
  });

  it("RST-40: durations are multiples of the interval, from one of it to the longest", async () => {
    await refuses(() => ({ duration: 0 }), "DurationIsZero");
    await refuses(() => ({ duration: WEEK - 1 }), "InvalidDurationRemainder");
    await refuses(() => ({ duration: WEEK + 1 }), "InvalidDurationRemainder");
    await takes(() => ({ duration: WEEK }));
    await takes(() => ({ duration: CONFIG.maxRewardsDuration }));
    await refuses(() => ({ duration: CONFIG.maxRewardsDuration + WEEK }), "DurationExceedsMax");
    await refuses(() => ({ duration: CONFIG.maxRewardsDuration + 1 }), "DurationExceedsMax");
  });

  it("RST-40: starts are multiples of the interval, neither too far back nor before genesis nor too far ahead", async () => {
    await refuses(() => ({ startTimestamp: START + 1 }), "InvalidStartTimestampRemainder");
    const { maxRetroactiveLength, genesisRewardsTimestamp, maxFutureLength } = CONFIG;
    await takes(() => ({}), START + maxRetroactiveLength);
    await refuses(() => ({}), "StartTimestampTooFarInPast", START + maxRetroactiveLength + 1);
    await takes(() => ({ startTimestamp: genesisRewardsTimestamp }));
    await refuses(() => ({ startTimestamp: genesisRewardsTimestamp - WEEK }), "StartTimestampTooFarInPast");
    const ahead = { startTimestamp: START + WEEK + maxFutureLength };
    await takes(() => ahead, START + WEEK);
    await refuses(() => ahead, "StartTimestampTooFarInFuture", START + WEEK - 1);
  });

  it("RST-40: amounts run from 1 to 1e38 - 1 wei", async () => {
    await refuses(() => ({ amount: 0n }), "AmountIsZero");
    await takes(() => ({ amount: 1n }));
    await takes(() => ({ amount: MAX_AMOUNT }));
    await refuses(() => ({ amount: MAX_AMOUNT + 1n }), "AmountExceedsMax");
  });

  it("RST-41: of several faults, the error names the first in the real core's order", async () => {
    const faults: [Changes, string][] = [
      [{ startTimestamp: START + 10 * WEEK }, "StartTimestampTooFarInFuture"],
      [{ amount: MAX_AMOUNT + 1n }, "AmountExceedsMax"],
      [
        { strategiesAndMultipliers: weighted([BEACON_CHAIN_ETH_STRATEGY, BEACON_CHAIN_ETH_STRATEGY]) },
        "StrategiesNotInAscendingOrder",
      ],
      [
        { strategiesAndMultipliers: weighted(["0x00000000000000000000000000000000000000aa"]) },
        "StrategyNotWhitelisted",
      ],
      [{ startTimestamp: CONFIG.genesisRewardsTimestamp - WEEK }, "StartTimestampTooFarInPast"],
      [{ startTimestamp: 1 }, "InvalidStartTimestampRemainder"],
      [{ duration: 0 }, "DurationIsZero"],
      [{ duration: 1 }, "InvalidDurationRemainder"],
      [{ duration: CONFIG.maxRewardsDuration + 1 }, "DurationExceedsMax"],
      [{ strategiesAndMultipliers: [] }, "InputArrayLengthZero"],
    ];
    let changes: Changes = {};
    for (const [fault, error] of faults) {
      changes = { ...changes, ...fault };
      const all = changes;
      await refuses(() => all, error);
    }
  });

  it("E41: strategies of a unique-stake submission need not belong to the operator set", async () => {
    const rewards = await networkHelpers.loadFixture(deployRewards);
    const operatorSet = { avs: rewards.avs, id: 1 };
    await rewards.coordinator
      .connect(rewards.avs)
      .createUniqueStakeRewardsSubmission(operatorSet, [submission(rewards)]);
    expect(await rewards.coordinator.submissionNonce(rewards.avs)).to.equal(1n);
  });
});
