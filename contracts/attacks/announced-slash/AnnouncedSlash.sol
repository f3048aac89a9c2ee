// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Exploit, Scene} from "../Exploit.sol";

/// @title Out between the announcement and the slash
/// @notice Reads the announcement, and is paid a rate that everybody knows to be too high.
contract AnnouncedSlash is Exploit {
    constructor(Scene memory scene) payable Exploit(scene) {}

    /// @inheritdoc Exploit
    function turn(uint256 number) external override {
        if (number == 1) _exit(_shares());
    }
}
