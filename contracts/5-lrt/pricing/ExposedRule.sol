// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPricingRule} from "../interfaces/IPricingRule.sol";

/// @title Exposed: a fill pays the exit price of its moment
/// @notice Queued shares earn and lose like any others until their ETH has left: whoever waits longer for the same stake
/// bears the same. Nothing is withheld.
contract ExposedRule is IPricingRule {
    /// @inheritdoc IPricingRule
    function payout(uint256, uint256 value, Mark calldata, Mark calldata) external pure returns (uint256) {
        return value;
    }

    /// @inheritdoc IPricingRule
    function name() external pure returns (string memory) {
        return "exposed";
    }
}
