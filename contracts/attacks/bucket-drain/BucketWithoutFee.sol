// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {NaiveVault} from "../NaiveVault.sol";

/// @title Broken: a limit on instant exits that costs nothing to use up
/// @notice Who puts ETH in and takes it out in one transaction leaves nobody else a way out for the day.
contract BucketWithoutFee is NaiveVault {
    uint256 private constant CAPACITY = 100 ether;
    uint256 private _day;
    uint256 private _used;

    error InstantExitExceeded(uint256 assets, uint256 roomAssets);

    function _pay(address to, uint256 assets) internal override {
        if (_day != block.timestamp / 1 days) (_day, _used) = (block.timestamp / 1 days, 0);
        if (_used + assets > CAPACITY) revert InstantExitExceeded(assets, CAPACITY - _used);
        _used += assets;
        super._pay(to, assets);
    }
}
