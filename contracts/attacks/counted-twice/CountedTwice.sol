// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {NaiveVault} from "../NaiveVault.sol";

/// @title Broken: what has arrived is still on its way
/// @notice A record of stake in flight is cleared by a report, not by the arrival; between them the same ETH counts twice.
contract CountedTwice is NaiveVault {
    uint256 public inFlight;
    bool public hasArrived;

    /// @inheritdoc NaiveVault
    function unwind(uint256 assets) public override {
        super.unwind(assets);
        (inFlight, hasArrived) = (assets, false);
    }

    /// @inheritdoc NaiveVault
    function complete() external override {
        hasArrived = true;
    }

    /// @inheritdoc NaiveVault
    function report() external override {
        (inFlight, hasArrived) = (0, false);
    }

    /// @inheritdoc NaiveVault
    function holdersAssets() public view override returns (uint256) {
        return super.holdersAssets() + (hasArrived ? inFlight : 0);
    }
}
