// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Exploit, Scene} from "../Exploit.sol";

/// @title Out between the slash and the report
/// @notice A holder who watches the core sees the slash before the vault is told.
contract StaleRate is Exploit {
    constructor(Scene memory scene) payable Exploit(scene) {}

    /// @inheritdoc Exploit
    function turn(uint256 number) external override {
        if (number == 1) _exit(_shares());
    }
}
