// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IPricingRule
/// @notice What a fill pays for queued shares; chosen at deployment. It can take from what the shares are worth at the
/// exit price and never add to it, and what it takes away enters U, so no rule can move the rate at a settlement.
interface IPricingRule {
    /// @notice The vault at one moment, in ray (1e27).
    /// @param rateRay exit rate, rounded down
    /// @param lossFactorRay cumulative factor of the losses that T has taken, but for those in doubt
    struct Mark {
        uint160 rateRay;
        uint96 lossFactorRay;
    }

    /// @notice What a fill pays.
    /// @param shares queued shares to pay for
    /// @param value what they are worth at the exit price of this moment, in wei of ETH, rounded down
    /// @param closed the vault when the batch closed
    /// @param current the vault now
    /// @return paid at most `value`, in wei of ETH, rounded down
    function payout(
        uint256 shares,
        uint256 value,
        Mark calldata closed,
        Mark calldata current
    ) external pure returns (uint256 paid);

    /// @notice Name of the rule, for tools and pages.
    function name() external pure returns (string memory);
}
