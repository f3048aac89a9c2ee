// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AllocationManager} from "../../3-restaking/allocation/AllocationManager.sol";
import {IDelegationManager} from "../../3-restaking/interfaces/IDelegationManager.sol";
import {IPauserRegistry} from "../../3-restaking/interfaces/IPauserRegistry.sol";
import {IPermissionController} from "../../3-restaking/interfaces/IPermissionController.sol";
import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";

/// @notice An AllocationManager that also shows its deallocation queues, which the real one keeps to itself.
contract AllocationManagerHarness is AllocationManager {
    constructor(
        IDelegationManager delegation_,
        IStrategy eigenStrategy_,
        IPauserRegistry pauserRegistry_,
        IPermissionController permissionController_,
        uint32 deallocationDelay,
        uint32 allocationConfigurationDelay
    )
        AllocationManager(
            delegation_,
            eigenStrategy_,
            pauserRegistry_,
            permissionController_,
            deallocationDelay,
            allocationConfigurationDelay
        )
    {}

    /// @notice The stored effect blocks of what waits in a queue, oldest first; 0 where a slash has settled it already.
    function queuedEffectBlocks(
        address operator,
        IStrategy strategy
    ) external view returns (uint32[] memory effectBlocks) {
        Magnitudes storage magnitudes = _magnitudes[operator][strategy];
        uint256 begin = magnitudes.queueBegin;
        effectBlocks = new uint32[](magnitudes.queueEnd - begin);
        for (uint256 i = 0; i < effectBlocks.length; i++) {
            bytes32 setKey = _deallocations[operator][strategy][begin + i];
            effectBlocks[i] = _allocations[operator][setKey][strategy].effectBlock;
        }
    }
}
