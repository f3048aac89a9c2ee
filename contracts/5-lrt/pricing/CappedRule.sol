// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IPricingRule} from "../interfaces/IPricingRule.sol";

/// @title Capped: the lower of the exit price when the batch closed and that of the fill
/// @notice min(value now, shares × rate at close). Queued shares bear every loss and get no gain that comes after their
/// batch closed, not even one that only makes up for a loss beyond the cap. What they forgo enters U.
contract CappedRule is IPricingRule {
    uint256 private constant RAY = 1e27;

    /// @inheritdoc IPricingRule
    function payout(
        uint256 shares,
        uint256 value,
        Mark calldata closed,
        Mark calldata
    ) external pure returns (uint256) {
        return Math.min(value, Math.mulDiv(shares, closed.rateRay, RAY));
    }

    /// @inheritdoc IPricingRule
    function name() external pure returns (string memory) {
        return "capped";
    }
}
