// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Exploit, Scene} from "../Exploit.sol";

/// @title Out at once, past those who wait
/// @notice Sees somebody ask out with more than is idle, and takes the idle ETH himself before the slash.
contract QueueJump is Exploit {
    constructor(Scene memory scene) payable Exploit(scene) {}

    /// @inheritdoc Exploit
    function turn(uint256 number) external override {
        if (number == 1) _exit(_shares());
    }
}
