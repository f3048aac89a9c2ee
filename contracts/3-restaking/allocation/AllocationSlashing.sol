// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationManager} from "../interfaces/IAllocationManager.sol";
import {IStrategy} from "../interfaces/IStrategy.sol";
import {OperatorSet, SlashingParams} from "../interfaces/Types.sol";
import {WAD} from "../libraries/Constants.sol";
import {OperatorSetLib} from "../libraries/OperatorSetLib.sol";
import {SlashingLib} from "../libraries/SlashingLib.sol";
import {Snapshots} from "../libraries/Snapshots.sol";
import {AllocationSets} from "./AllocationSets.sol";

/// @title Slashing
/// @notice A slash by w of an allocation c takes ⌈c·w⌉ off the allocation, the encumbered and the maximum magnitude. A
/// pending deallocation p shrinks by ⌈p·w⌉, so that it frees what is left of it; a pending allocation is not
/// touched, it does not count yet. The stake falls in the ratio of the maximum magnitudes: by c·w/max.
/// @dev Magnitudes are rounded up, so no slash is dodged by being small; shares are rounded down, so none takes more
/// than its part.
abstract contract AllocationSlashing is AllocationSets {
    using SlashingLib for uint256;
    using Snapshots for mapping(uint256 index => uint256);

    /// @inheritdoc IAllocationManager
    function slashOperator(
        address avs,
        SlashingParams calldata params
    ) external onlyWhenNotPaused(PAUSED_OPERATOR_SLASHING) returns (uint256 slashId, uint256[] memory shares) {
        require(params.strategies.length == params.wadsToSlash.length, InputArrayLengthMismatch());
        bytes32 setKey = OperatorSetLib.toKey(avs, params.operatorSetId);
        OperatorSet memory operatorSet = OperatorSet(avs, params.operatorSetId);
        _requireSet(setKey);
        require(_isOperatorSlashable(params.operator, setKey), OperatorNotSlashable());
        require(msg.sender == _slasher(setKey), InvalidCaller());
        slashId = ++_sets[setKey].slashes;

        uint256[] memory wadSlashed = new uint256[](params.strategies.length);
        shares = new uint256[](params.strategies.length);
        for (uint256 i = 0; i < params.strategies.length; i++) {
            IStrategy strategy = params.strategies[i];
            require(
                i == 0 || address(strategy) > address(params.strategies[i - 1]),
                StrategiesMustBeInAscendingOrder()
            );
            uint256 wadToSlash = params.wadsToSlash[i];
            require(0 < wadToSlash && wadToSlash <= WAD, InvalidWadToSlash());
            require(_setHasStrategy(setKey, strategy), StrategyNotInOperatorSet());

            (uint64 maxBefore, uint64 maxAfter) = _slash(params.operator, setKey, strategy, wadToSlash);
            if (maxBefore == maxAfter) continue;
            wadSlashed[i] = uint256(maxBefore - maxAfter).divWadDown(maxBefore);
            shares[i] = delegation.slashOperatorShares(
                params.operator,
                operatorSet,
                slashId,
                strategy,
                maxBefore,
                maxAfter
            );
        }
        emit OperatorSlashed(params.operator, operatorSet, params.strategies, wadSlashed, params.description);
    }

    /// @dev Slashes what is allocated in one strategy. Nothing allocated: nothing changes, and both maxima are equal;
    /// else they differ, for ⌈c·w⌉ is at least 1.
    function _slash(
        address operator,
        bytes32 setKey,
        IStrategy strategy,
        uint256 wadToSlash
    ) private returns (uint64 maxBefore, uint64 maxAfter) {
        Magnitudes memory magnitudes = _load(operator, strategy);
        StoredAllocation memory allocation = _readAllocation(operator, setKey, strategy, magnitudes);
        maxBefore = _maxMagnitude(magnitudes);
        if (allocation.currentMagnitude == 0) return (maxBefore, maxBefore);

        uint64 slashed = uint64(uint256(allocation.currentMagnitude).mulWadUp(wadToSlash));
        maxAfter = maxBefore - slashed;
        allocation.currentMagnitude -= slashed;
        magnitudes.slashed += slashed;
        magnitudes.encumbered -= slashed;

        if (allocation.pendingDiff < 0) {
            uint256 pending = uint64(-allocation.pendingDiff);
            allocation.pendingDiff += int64(uint64(pending.mulWadUp(wadToSlash)));
            uint64 remaining = _add(allocation.currentMagnitude, allocation.pendingDiff);
            _emitUpdated(operator, setKey, strategy, remaining, allocation.effectBlock);
        }
        magnitudes.snapshots = uint32(
            _maxMagnitudeSnapshots[operator][strategy].push(magnitudes.snapshots, uint32(block.number), maxAfter)
        );
        _writeAllocation(operator, setKey, strategy, magnitudes, allocation);
        _emitUpdated(operator, setKey, strategy, allocation.currentMagnitude, uint32(block.number));
        emit MaxMagnitudeUpdated(operator, strategy, maxAfter);
    }
}
