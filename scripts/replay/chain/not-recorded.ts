const DAY = 86_400n;

/** What no recording says: there is no beacon chain behind the pods, and the numbers of rewards are mainnet's. */
export const NOT_RECORDED = {
  beaconChain: "0x000000000000000000000000000000000000bea0",
  calculationIntervalSeconds: DAY,
  maxRewardsDurationSeconds: 70n * DAY,
  maxRetroactiveLengthSeconds: 168n * DAY,
  maxFutureLengthSeconds: 30n * DAY,
  genesisRewardsTimestamp: 19_800n * DAY,
  activationDelaySeconds: 7n * DAY,
  defaultSplitBips: 1_000n,
};
