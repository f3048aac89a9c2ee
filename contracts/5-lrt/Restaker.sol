// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";
import {LegsIn} from "./operators/LegsIn.sol";
import {LegsOut} from "./operators/LegsOut.sol";
import {Slots} from "./operators/Slots.sol";

/// @title The restaker: what goes where
/// @notice Slots and their operators (`Slots`), legs into restaking (`LegsIn`) and out of it (`LegsOut`). How much a leg
/// may move is said by `Allocations`, whom it may go to by `OperatorRules`. All legs are open to anyone, so nobody needs to be
/// awake and nobody can choose. Several go in one transaction by `multicall`. It holds nothing.
/// @custom:decisions 0100
contract Restaker is LegsOut, Multicall {
    constructor(
        address authority_,
        address vault_,
        address delegatorImplementation_,
        address delegation_,
        address targets_,
        address rules_,
        address keys_
    ) Slots(authority_, vault_, delegatorImplementation_, delegation_, targets_, rules_) LegsIn(keys_) {}
}
