// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LegsOut} from "./operators/LegsOut.sol";
import {Slots} from "./operators/Slots.sol";

/// @title The restaker: what goes where
/// @notice Slots and their operators (`Slots`), legs into restaking (`LegsIn`) and out of it (`LegsOut`). All legs are
/// open to anyone and move what targets and the exit queue call for, so nobody needs to be awake and nobody can choose.
/// It holds nothing.
contract Restaker is LegsOut {
    constructor(
        address authority_,
        address vault_,
        address queue_,
        address delegatorImplementation_,
        address delegation_,
        address allocationManager_
    ) Slots(authority_, vault_, delegatorImplementation_, delegation_, allocationManager_) LegsOut(queue_) {}
}
