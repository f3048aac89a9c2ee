// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {NaiveVault} from "../NaiveVault.sol";

/// @title Broken: a vault that has lost everything mints one to one
/// @notice The shares of before are worth nothing and still count: whoever comes next pays for them.
contract ParAfterTotalLoss is NaiveVault {
    function _sharesFor(uint256 assets, uint256 before) internal view override returns (uint256) {
        return before == 0 ? assets : super._sharesFor(assets, before);
    }
}
