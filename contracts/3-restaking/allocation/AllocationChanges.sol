// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationManager} from "../interfaces/IAllocationManager.sol";
import {IStrategy} from "../interfaces/IStrategy.sol";
import {AllocateParams, OperatorSet} from "../interfaces/Types.sol";
import {OperatorSetLib} from "../libraries/OperatorSetLib.sol";
import {AllocationSets} from "./AllocationSets.sol";

/// @title Operators allocate and deallocate
/// @notice An increase is encumbered at once and counts after the operator's own delay. A decrease that could still be
/// slashed waits `DEALLOCATION_DELAY` blocks in the strategy's queue and stays encumbered and slashable; any other
/// is free at once. One change at a time for each set and strategy.
/// @dev All deallocations wait equally long, so the queue is sorted by effect block and the first that is not due ends
/// the clearing.
abstract contract AllocationChanges is AllocationSets {
    using OperatorSetLib for OperatorSet;

    /// @inheritdoc IAllocationManager
    function modifyAllocations(
        address operator,
        AllocateParams[] calldata params
    ) external onlyWhenNotPaused(PAUSED_MODIFY_ALLOCATIONS) checkCanCall(operator) {
        (bool isSet, uint32 delay) = getAllocationDelay(operator);
        require(isSet, UninitializedAllocationDelay());

        for (uint256 i = 0; i < params.length; i++) {
            AllocateParams calldata change = params[i];
            require(change.strategies.length == change.newMagnitudes.length, InputArrayLengthMismatch());
            bytes32 setKey = change.operatorSet.key();
            _requireSet(setKey);
            for (uint256 j = 0; j < change.strategies.length; j++) {
                _modify(operator, setKey, change.strategies[j], change.newMagnitudes[j], delay);
            }
        }
    }

    /// @inheritdoc IAllocationManager
    function clearDeallocationQueue(
        address operator,
        IStrategy[] calldata strategies,
        uint16[] calldata numToClear
    ) external onlyWhenNotPaused(PAUSED_MODIFY_ALLOCATIONS) {
        require(strategies.length == numToClear.length, InputArrayLengthMismatch());
        for (uint256 i = 0; i < strategies.length; i++) _clear(operator, strategies[i], numToClear[i]);
    }

    function _modify(
        address operator,
        bytes32 setKey,
        IStrategy strategy,
        uint64 newMagnitude,
        uint32 allocationDelay
    ) private {
        Magnitudes memory magnitudes = _clear(operator, strategy, type(uint16).max);
        StoredAllocation memory allocation = _readAllocation(operator, setKey, strategy, magnitudes);
        require(allocation.effectBlock == 0, ModificationAlreadyPending());
        uint64 current = allocation.currentMagnitude;
        require(newMagnitude != current, SameMagnitude());

        if (newMagnitude > current) {
            require(
                newMagnitude - current <= _maxMagnitude(magnitudes) - magnitudes.encumbered,
                InsufficientMagnitude()
            );
            magnitudes.encumbered += newMagnitude - current;
            allocation.pendingDiff = int64(newMagnitude - current);
            allocation.effectBlock = uint32(block.number) + allocationDelay;
        } else if (_setHasStrategy(setKey, strategy) && _isOperatorSlashable(operator, setKey)) {
            _deallocations[operator][strategy][magnitudes.queueEnd++] = setKey;
            allocation.pendingDiff = -int64(current - newMagnitude);
            allocation.effectBlock = uint32(block.number) + DEALLOCATION_DELAY + 1;
        } else {
            magnitudes.encumbered -= current - newMagnitude;
            allocation.currentMagnitude = newMagnitude;
            allocation.effectBlock = uint32(block.number);
        }
        _writeAllocation(operator, setKey, strategy, magnitudes, allocation);
        _emitUpdated(operator, setKey, strategy, newMagnitude, allocation.effectBlock);
    }

    /// @dev Completes up to `most` deallocations that are due, oldest first.
    function _clear(address operator, IStrategy strategy, uint16 most) private returns (Magnitudes memory magnitudes) {
        magnitudes = _load(operator, strategy);
        mapping(uint256 index => bytes32) storage queue = _deallocations[operator][strategy];
        for (uint256 cleared = 0; cleared < most && magnitudes.queueBegin != magnitudes.queueEnd; cleared++) {
            bytes32 setKey = queue[magnitudes.queueBegin];
            StoredAllocation memory allocation = _readAllocation(operator, setKey, strategy, magnitudes);
            if (block.number < allocation.effectBlock) break;
            delete queue[magnitudes.queueBegin++];
            _writeAllocation(operator, setKey, strategy, magnitudes, allocation);
        }
    }
}
