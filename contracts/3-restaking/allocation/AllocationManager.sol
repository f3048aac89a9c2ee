// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDelegationManager} from "../interfaces/IDelegationManager.sol";
import {IPauserRegistry} from "../interfaces/IPauserRegistry.sol";
import {IPermissionController} from "../interfaces/IPermissionController.sol";
import {IStrategy} from "../interfaces/IStrategy.sol";
import {Pausable} from "../permissions/Pausable.sol";
import {PermissionControllerMixin} from "../permissions/PermissionControllerMixin.sol";
import {AllocationChanges} from "./AllocationChanges.sol";
import {AllocationLedger} from "./AllocationLedger.sol";
import {AllocationRegistrations} from "./AllocationRegistrations.sol";
import {AllocationSlashing} from "./AllocationSlashing.sol";
import {AllocationViews} from "./AllocationViews.sol";

/// @title Operator sets, allocations and slashing
/// @notice Every operator has a maximum magnitude of 1e18 in every strategy, which only slashing lowers. It allocates
/// parts of it to sets; a set can slash what is allocated to it and nothing else, so the same stake is never promised
/// twice. At any time, for an operator and a strategy:
///
///   Σ allocations (pending deallocations included, pending allocations too) = encumbered ≤ maximum
///
/// @dev One address, its parts a file each: sets, registrations, changes, slashing, views, over one ledger.
/// Functions that change state call out last: to a registrar, or (in a slash) to the DelegationManager, which is of
/// this core. No function is guarded against reentrancy, as in the real core: a registrar may call back in.
/// Not here: shares and money. It knows magnitudes only.
/// @custom:decisions 0023
contract AllocationManager is AllocationRegistrations, AllocationChanges, AllocationSlashing, AllocationViews {
    /// @param deallocationDelay blocks that a deallocation, or an operator that left, stays slashable
    /// @param allocationConfigurationDelay blocks until a new allocation delay or slasher counts
    constructor(
        IDelegationManager delegation_,
        IStrategy eigenStrategy_,
        IPauserRegistry pauserRegistry_,
        IPermissionController permissionController_,
        uint32 deallocationDelay,
        uint32 allocationConfigurationDelay
    )
        AllocationLedger(delegation_, eigenStrategy_, deallocationDelay, allocationConfigurationDelay)
        Pausable(pauserRegistry_)
        PermissionControllerMixin(permissionController_)
    {}
}
