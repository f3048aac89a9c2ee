// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Exploit, Scene} from "../Exploit.sol";

/// @title A promise just before the slash
/// @notice Asks out when the slash is in sight; the twin is FixedAtRequestVault.
contract PromisedAtRequest is Exploit {
    uint256 private _ticket;

    constructor(Scene memory scene) payable Exploit(scene) {}

    /// @inheritdoc Exploit
    function turn(uint256 number) external override {
        if (number == 0) _ticket = _request(_shares());
        if (number == 2) queue.claim(_ticket, address(this));
    }
}
