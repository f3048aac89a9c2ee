import { type Address, ZERO_ADDRESS } from "../../shared/machine.ts";
import { add, mul, sub } from "../../shared/uint.ts";
import type { Core } from "../core.ts";
import { check } from "../errors.ts";
import { isBeaconChainETH } from "../libraries/constants.ts";
import { strategyIsWhitelistedForDeposit } from "../strategies/strategy-manager.ts";
import type {
  OperatorDirectedRewardsSubmission,
  OperatorReward,
  RewardsSubmission,
  StrategyAndMultiplier,
} from "../types.ts";
import { isOptedInForProtocolFee, ONE_HUNDRED_IN_BIPS } from "./settings.ts";

/**
 * What a submission must satisfy: aligned in time, not too long, not too far back or ahead, strategies known and sorted,
 * amounts neither zero nor too large. Of two faults, the first in this order is told.
 */

const MAX_REWARDS_AMOUNT = 10n ** 38n - 1n;
const PROTOCOL_FEE_BIPS = 2_000n;
const UINT32 = 32n;

export function checkSubmission(core: Core, submission: RewardsSubmission): void {
  const { strategiesAndMultipliers, startTimestamp, duration, amount } = submission;
  checkCommon(core, strategiesAndMultipliers, startTimestamp, duration);
  check(amount > 0n, "AmountIsZero");
  check(amount <= MAX_REWARDS_AMOUNT, "AmountExceedsMax");
  const { maxFutureLengthSeconds } = core.state.config;
  check(startTimestamp <= core.block.timestamp + maxFutureLengthSeconds, "StartTimestampTooFarInFuture");
}

/** Rewards as operators get them, what they are in all before fees, and all fees. */
export interface Directed {
  readonly operatorRewards: readonly OperatorReward[];
  readonly total: bigint;
  readonly fees: bigint;
}

/** Checks an operator-directed submission, and takes the fee off each of its rewards if the caller pays one. */
export function checkDirected(core: Core, sender: Address, submission: OperatorDirectedRewardsSubmission): Directed {
  const { strategiesAndMultipliers, startTimestamp, duration } = submission;
  checkCommon(core, strategiesAndMultipliers, startTimestamp, duration);
  check(submission.operatorRewards.length > 0, "InputArrayLengthZero");
  check(add(startTimestamp, duration, UINT32) < core.block.timestamp, "SubmissionNotRetroactive");
  const paysFee = isOptedInForProtocolFee(core, sender);
  let [total, fees] = [0n, 0n];
  let previous = ZERO_ADDRESS;
  const operatorRewards = submission.operatorRewards.map(({ operator, amount }) => {
    check(operator !== ZERO_ADDRESS, "InvalidAddressZero");
    check(previous < operator, "OperatorsNotInAscendingOrder");
    check(amount > 0n, "AmountIsZero");
    previous = operator;
    total = add(total, amount);
    const fee = paysFee ? feeDown(amount) : 0n;
    fees += fee;
    return { operator, amount: amount - fee };
  });
  check(total <= MAX_REWARDS_AMOUNT, "AmountExceedsMax");
  return { operatorRewards, total, fees };
}

/** The protocol fee on an amount. */
export const feeDown = (amount: bigint): bigint => mul(amount, PROTOCOL_FEE_BIPS) / ONE_HUNDRED_IN_BIPS;

function checkCommon(core: Core, strategies: readonly StrategyAndMultiplier[], start: bigint, duration: bigint): void {
  const { calculationIntervalSeconds: interval, ...config } = core.state.config;
  check(strategies.length > 0, "InputArrayLengthZero");
  check(duration <= config.maxRewardsDurationSeconds, "DurationExceedsMax");
  check(duration % interval === 0n, "InvalidDurationRemainder");
  check(duration > 0n, "DurationIsZero");
  check(start % interval === 0n, "InvalidStartTimestampRemainder");
  const earliest = sub(core.block.timestamp, config.maxRetroactiveLengthSeconds);
  check(earliest <= start && config.genesisRewardsTimestamp <= start, "StartTimestampTooFarInPast");
  let previous = ZERO_ADDRESS;
  for (const { strategy } of strategies) {
    check(strategyIsWhitelistedForDeposit(core, strategy) || isBeaconChainETH(strategy), "StrategyNotWhitelisted");
    check(previous < strategy, "StrategiesNotInAscendingOrder");
    previous = strategy;
  }
}
