// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {NaiveVault} from "../NaiveVault.sol";

/// @title Broken: the rate is what a reporter has said last
/// @notice Between a slash and the next report everybody is paid at the rate before the slash.
contract ReportedRate is NaiveVault {
    uint256 private _rateWad = 1e18;

    /// @inheritdoc NaiveVault
    function report() external override {
        _rateWad = (holdersAssets() * 1e18) / totalSupply();
    }

    /// @inheritdoc NaiveVault
    function toAssetsDown(uint256 shares) public view override returns (uint256) {
        return (shares * _rateWad) / 1e18;
    }
}
