// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ReserveMock} from "./ReserveMock.sol";

/// @title A component, or the reserve of an LST, that says what it is told
contract ToldComponent is ReserveMock {
    uint256 public rateWad;

    constructor(address lst_) ReserveMock(lst_) {}

    function say(uint256 assets_, uint256 asOf_, bool inDoubt_, bool broken_, uint256 rateWad_) external {
        (assets, asOf, inDoubt, broken, rateWad) = (assets_, asOf_, inDoubt_, broken_, rateWad_);
    }

    function receiveLst(uint256 amount, bool) external returns (uint256 worth) {
        worth = toAssetsDown(amount);
        assets += worth;
    }

    function toAssetsDown(uint256 amount) public view returns (uint256) {
        return (amount * rateWad) / 1e18;
    }

    function isInUse() external pure returns (bool) {
        return false;
    }
}
