// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStrategy} from "../interfaces/IStrategy.sol";
import {
    OperatorDirectedRewardsSubmission,
    OperatorReward,
    RewardsSubmission,
    StrategyAndMultiplier
} from "../interfaces/RewardsTypes.sol";
import {RewardsSettings} from "./RewardsSettings.sol";

/// @title What a submission must satisfy
/// @notice The interval is aligned, not too long, not too far back or ahead; strategies are known and sorted, so that
/// none counts twice; amounts are neither zero nor beyond what the calculation off chain can hold.
/// @dev RST-40. The order of the checks is the real core's: it decides which error a submission with two faults gets
/// (RST-41).
abstract contract SubmissionChecks is RewardsSettings {
    uint256 private constant MAX_REWARDS_AMOUNT = 1e38 - 1;

    /// @notice Stands for native ETH of pods; needs no whitelisting.
    IStrategy public constant beaconChainETHStrategy = IStrategy(0xbeaC0eeEeeeeEEeEeEEEEeeEEeEeeeEeeEEBEaC0);

    function _checkSubmission(RewardsSubmission calldata submission) internal view {
        _checkCommon(submission.strategiesAndMultipliers, submission.startTimestamp, submission.duration);
        require(submission.amount > 0, AmountIsZero());
        require(submission.amount <= MAX_REWARDS_AMOUNT, AmountExceedsMax());
        require(submission.startTimestamp <= block.timestamp + MAX_FUTURE_LENGTH, StartTimestampTooFarInFuture());
    }

    /// @dev RST-44, RST-43. Turns the amounts of `submission` into what is left after the fee, rounded down for each
    /// operator.
    /// @return total the sum of all amounts before fees
    /// @return fees the sum of all fees
    function _checkDirectedAndTakeFees(
        OperatorDirectedRewardsSubmission calldata source,
        OperatorDirectedRewardsSubmission memory submission
    ) internal view returns (uint256 total, uint256 fees) {
        _checkCommon(source.strategiesAndMultipliers, source.startTimestamp, source.duration);
        require(source.operatorRewards.length > 0, InputArrayLengthZero());
        require(source.startTimestamp + source.duration < block.timestamp, SubmissionNotRetroactive());

        bool paysFee = _submitters[msg.sender].optedInForProtocolFee;
        address previous = address(0);
        for (uint256 i = 0; i < submission.operatorRewards.length; i++) {
            OperatorReward memory reward = submission.operatorRewards[i];
            require(reward.operator != address(0), InvalidAddressZero());
            require(previous < reward.operator, OperatorsNotInAscendingOrder());
            require(reward.amount > 0, AmountIsZero());
            previous = reward.operator;
            total += reward.amount;
            if (paysFee) {
                uint256 fee = _feeDown(reward.amount);
                reward.amount -= fee;
                fees += fee;
            }
        }
        require(total <= MAX_REWARDS_AMOUNT, AmountExceedsMax());
    }

    function _feeDown(uint256 amount) internal pure returns (uint256) {
        return (amount * PROTOCOL_FEE_BIPS) / ONE_HUNDRED_IN_BIPS;
    }

    function _checkCommon(StrategyAndMultiplier[] calldata strategies, uint32 start, uint32 duration) private view {
        require(strategies.length > 0, InputArrayLengthZero());
        require(duration <= MAX_REWARDS_DURATION, DurationExceedsMax());
        require(duration % CALCULATION_INTERVAL_SECONDS == 0, InvalidDurationRemainder());
        require(duration > 0, DurationIsZero());
        require(start % CALCULATION_INTERVAL_SECONDS == 0, InvalidStartTimestampRemainder());
        require(
            block.timestamp - MAX_RETROACTIVE_LENGTH <= start && GENESIS_REWARDS_TIMESTAMP <= start,
            StartTimestampTooFarInPast()
        );
        address previous = address(0);
        for (uint256 i = 0; i < strategies.length; i++) {
            IStrategy strategy = strategies[i].strategy;
            require(
                strategyManager.strategyIsWhitelistedForDeposit(strategy) ||
                    address(strategy) == address(beaconChainETHStrategy),
                StrategyNotWhitelisted()
            );
            require(previous < address(strategy), StrategiesNotInAscendingOrder());
            previous = address(strategy);
        }
    }
}
