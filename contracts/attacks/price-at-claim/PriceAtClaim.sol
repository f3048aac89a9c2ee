// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Exploit, Scene} from "../Exploit.sol";

/// @title A settled ticket that waits for a better price
/// @notice Does not claim while the stake of others earns, and claims when a slash is in sight; the twin is PricedAtClaimVault.
contract PriceAtClaim is Exploit {
    uint256 private _ticket;

    constructor(Scene memory scene) payable Exploit(scene) {}

    /// @inheritdoc Exploit
    function turn(uint256 number) external override {
        if (number == 0) _ticket = _request(_deposit(address(this).balance));
        if (number == 2) queue.claim(_ticket, address(this));
    }
}
