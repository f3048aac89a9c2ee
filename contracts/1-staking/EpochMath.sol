// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Consensus as C} from "./Consensus.sol";

/// @title What one epoch does to a balance
/// @notice All in gwei, all rounded down, as the consensus specification computes it.
///
///     base reward per increment = 1e9 × 64 / isqrt(total active balance)
///     reward of an epoch = increments × base reward per increment
///     penalty of an epoch = ⌊base × 14/64⌋ + ⌊base × 26/64⌋, of a slashed validator, for source and target that it misses
///     effective balance = whole ETH of the balance, moved when the balance is 0.25 ETH below or 1.25 ETH above it
///
/// The reward has the weights of source, target, head, sync committee and proposals (14 + 26 + 14 + 2 + 8 = 64 of 64),
/// with full participation, and with the two that are drawn by lot (sync and proposals) taken at their expectation.
library EpochMath {
    /// @notice Base reward of one increment (1 ETH of effective balance) and epoch.
    function baseRewardPerIncrement(uint64 totalActiveGwei) internal pure returns (uint64) {
        return (C.EFFECTIVE_BALANCE_INCREMENT * C.BASE_REWARD_FACTOR) / uint64(Math.sqrt(totalActiveGwei));
    }

    /// @notice What a slashed validator loses an epoch, given its base reward.
    function missedDutiesPenalty(uint64 baseReward) internal pure returns (uint64) {
        return
            (baseReward * C.TIMELY_SOURCE_WEIGHT) / C.WEIGHT_DENOMINATOR +
            (baseReward * C.TIMELY_TARGET_WEIGHT) / C.WEIGHT_DENOMINATOR;
    }

    /// @notice Balance that may pass a queue in an epoch: a part of all stake, in whole ETH, within two limits that are
    /// whole ETH (EIP-7251).
    function churnLimit(
        uint64 totalActiveGwei,
        uint64 quotient,
        uint64 minimumGwei,
        uint64 maximumGwei
    ) internal pure returns (uint64) {
        uint64 churn = totalActiveGwei / quotient;
        if (churn <= minimumGwei) return minimumGwei;
        if (churn >= maximumGwei) return maximumGwei;
        return churn - (churn % C.EFFECTIVE_BALANCE_INCREMENT);
    }

    /// @notice Correlation penalty: 3 × the share of all stake that was slashed around the same time, of the effective
    /// balance (EIP-7251's form, a rate per increment).
    function correlationPenalty(
        uint64 effectiveGwei,
        uint256 slashedInWindowGwei,
        uint64 totalActiveGwei
    ) internal pure returns (uint64) {
        uint256 adjusted = Math.min(slashedInWindowGwei * C.PROPORTIONAL_SLASHING_MULTIPLIER, totalActiveGwei);
        uint256 perIncrement = adjusted / (totalActiveGwei / C.EFFECTIVE_BALANCE_INCREMENT);
        return uint64(perIncrement * (effectiveGwei / C.EFFECTIVE_BALANCE_INCREMENT));
    }

    /// @notice The effective balance after an epoch's end, given the balance then.
    function effectiveBalance(
        uint64 effectiveGwei,
        uint64 balanceGwei,
        uint64 maxEffectiveGwei
    ) internal pure returns (uint64) {
        bool moves =
            balanceGwei + C.HYSTERESIS_DOWNWARD < effectiveGwei || effectiveGwei + C.HYSTERESIS_UPWARD < balanceGwei;
        return moves ? wholeIncrements(balanceGwei, maxEffectiveGwei) : effectiveGwei;
    }

    /// @notice Whole ETH of a balance, at most `maxEffectiveGwei`: the effective balance of a new validator.
    function wholeIncrements(uint64 balanceGwei, uint64 maxEffectiveGwei) internal pure returns (uint64) {
        return uint64(Math.min(balanceGwei - (balanceGwei % C.EFFECTIVE_BALANCE_INCREMENT), maxEffectiveGwei));
    }

    /// @notice Epochs (at least 1) until a balance that gains `gain` or loses `loss` an epoch moves its effective
    /// balance.
    function epochsUntilMove(
        uint64 effectiveGwei,
        uint64 balanceGwei,
        uint64 maxEffectiveGwei,
        uint64 gain,
        uint64 loss
    ) internal pure returns (uint64) {
        if (effectiveBalance(effectiveGwei, balanceGwei, maxEffectiveGwei) != effectiveGwei) return 1;
        if (gain > 0 && effectiveGwei < maxEffectiveGwei) {
            return (effectiveGwei + C.HYSTERESIS_UPWARD - balanceGwei) / gain + 1;
        }
        if (loss > 0) return (balanceGwei + C.HYSTERESIS_DOWNWARD - effectiveGwei) / loss + 1;
        return C.FAR_FUTURE_EPOCH;
    }
}
