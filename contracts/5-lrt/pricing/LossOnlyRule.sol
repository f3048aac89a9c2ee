// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IPricingRule} from "../interfaces/IPricingRule.sol";

/// @title Loss-only: fixed when the batch closes, then cut by every later loss
/// @notice shares × rate at close × (loss factor now / loss factor at close), as the restaking core cuts queued shares by
/// one cumulative factor. Gains after the close belong to those who stay, also one that follows a loss. The factor leaves out
/// what was lost in doubt and may come back (VLT-94): until it is back, or for good, the value now is less and is paid.
contract LossOnlyRule is IPricingRule {
    uint256 private constant RAY = 1e27;

    /// @inheritdoc IPricingRule
    function payout(
        uint256 shares,
        uint256 value,
        Mark calldata closed,
        Mark calldata current
    ) external pure returns (uint256) {
        if (closed.lossFactorRay == 0) return 0;
        uint256 rateRay = Math.mulDiv(closed.rateRay, current.lossFactorRay, closed.lossFactorRay);
        return Math.min(value, Math.mulDiv(shares, rateRay, RAY));
    }

    /// @inheritdoc IPricingRule
    function name() external pure returns (string memory) {
        return "loss-only";
    }
}
