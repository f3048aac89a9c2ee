// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationManager} from "../interfaces/IAllocationManager.sol";
import {IStrategy} from "../interfaces/IStrategy.sol";
import {Allocation, OperatorSet} from "../interfaces/Types.sol";
import {BURN_ADDRESS, WAD} from "../libraries/Constants.sol";
import {OperatorSetLib} from "../libraries/OperatorSetLib.sol";
import {IndexedSet} from "../libraries/IndexedSet.sol";
import {SlashingLib} from "../libraries/SlashingLib.sol";
import {Snapshots} from "../libraries/Snapshots.sol";
import {AllocationSets} from "./AllocationSets.sol";

/// @title What can be read about allocations
/// @notice Everything as of this block, whether or not it has been written yet: changes whose block has come, and
/// deallocations that nobody has cleared.
abstract contract AllocationViews is AllocationSets {
    using OperatorSetLib for OperatorSet;
    using IndexedSet for mapping(uint256 index => bytes32);
    using SlashingLib for uint256;
    using Snapshots for mapping(uint256 index => uint256);

    /// @inheritdoc IAllocationManager
    function getAllocations(
        address[] calldata operators,
        OperatorSet calldata operatorSet,
        IStrategy strategy
    ) external view returns (Allocation[] memory allocations) {
        allocations = new Allocation[](operators.length);
        bytes32 setKey = operatorSet.key();
        for (uint256 i = 0; i < operators.length; i++) allocations[i] = _allocation(operators[i], setKey, strategy);
    }

    /// @inheritdoc IAllocationManager
    function getAllocation(
        address operator,
        OperatorSet calldata operatorSet,
        IStrategy strategy
    ) external view returns (Allocation memory) {
        return _allocation(operator, operatorSet.key(), strategy);
    }

    /// @inheritdoc IAllocationManager
    function getStrategyAllocations(
        address operator,
        IStrategy strategy
    ) external view returns (OperatorSet[] memory operatorSets, Allocation[] memory allocations) {
        bytes32[] memory sets = _allocatedSets[operator].values(_operators[operator].allocatedSets);
        operatorSets = _decode(sets);
        allocations = new Allocation[](sets.length);
        for (uint256 i = 0; i < sets.length; i++) {
            allocations[i] = _allocation(operator, sets[i], strategy);
        }
    }

    /// @inheritdoc IAllocationManager
    function getAllocatedStrategies(
        address operator,
        OperatorSet calldata operatorSet
    ) external view returns (IStrategy[] memory strategies) {
        bytes32 setKey = operatorSet.key();
        uint256 length = _memberships[operator][setKey].strategies;
        address[] memory values = _allocatedStrategies[operator][setKey].addresses(length);
        assembly ("memory-safe") {
            strategies := values
        }
    }

    /// @inheritdoc IAllocationManager
    function getEncumberedMagnitude(address operator, IStrategy strategy) external view returns (uint64) {
        return _clearedMagnitudes(operator, strategy).encumbered;
    }

    /// @inheritdoc IAllocationManager
    function getAllocatableMagnitude(address operator, IStrategy strategy) external view returns (uint64) {
        Magnitudes memory magnitudes = _clearedMagnitudes(operator, strategy);
        return _maxMagnitude(magnitudes) - magnitudes.encumbered;
    }

    /// @inheritdoc IAllocationManager
    function getMaxMagnitudes(
        address operator,
        IStrategy[] calldata strategies
    ) external view returns (uint64[] memory maxMagnitudes) {
        maxMagnitudes = new uint64[](strategies.length);
        for (uint256 i = 0; i < strategies.length; i++) maxMagnitudes[i] = getMaxMagnitude(operator, strategies[i]);
    }

    /// @inheritdoc IAllocationManager
    function getMaxMagnitudes(
        address[] calldata operators,
        IStrategy strategy
    ) external view returns (uint64[] memory maxMagnitudes) {
        maxMagnitudes = new uint64[](operators.length);
        for (uint256 i = 0; i < operators.length; i++) maxMagnitudes[i] = getMaxMagnitude(operators[i], strategy);
    }

    /// @inheritdoc IAllocationManager
    function getMaxMagnitudesAtBlock(
        address operator,
        IStrategy[] calldata strategies,
        uint32 blockNumber
    ) external view returns (uint64[] memory maxMagnitudes) {
        maxMagnitudes = new uint64[](strategies.length);
        for (uint256 i = 0; i < strategies.length; i++) {
            IStrategy strategy = strategies[i];
            uint256 length = _magnitudes[operator][strategy].snapshots;
            maxMagnitudes[i] = uint64(_maxMagnitudeSnapshots[operator][strategy].atBlock(length, blockNumber, WAD));
        }
    }

    /// @inheritdoc IAllocationManager
    function getRegisteredSets(address operator) external view returns (OperatorSet[] memory) {
        return _decode(_registeredSets[operator].values(_operators[operator].registeredSets));
    }

    /// @inheritdoc IAllocationManager
    function isMemberOfOperatorSet(address operator, OperatorSet calldata operatorSet) external view returns (bool) {
        return _memberships[operator][operatorSet.key()].registered;
    }

    /// @inheritdoc IAllocationManager
    function getMembers(OperatorSet calldata operatorSet) external view returns (address[] memory) {
        bytes32 setKey = operatorSet.key();
        return _members[setKey].addresses(_sets[setKey].members);
    }

    /// @inheritdoc IAllocationManager
    function getMemberCount(OperatorSet calldata operatorSet) external view returns (uint256) {
        return _sets[operatorSet.key()].members;
    }

    /// @inheritdoc IAllocationManager
    function getSlashCount(OperatorSet calldata operatorSet) external view returns (uint256) {
        return _sets[operatorSet.key()].slashes;
    }

    /// @inheritdoc IAllocationManager
    function getMinimumSlashableStake(
        OperatorSet calldata operatorSet,
        address[] calldata operators,
        IStrategy[] calldata strategies,
        uint32 futureBlock
    ) external view returns (uint256[][] memory slashableStake) {
        slashableStake = _stake(operatorSet, operators, strategies, futureBlock);
        for (uint256 i = 0; i < operators.length; i++) {
            if (_isOperatorSlashable(operators[i], operatorSet.key())) continue;
            slashableStake[i] = new uint256[](strategies.length);
        }
    }

    /// @inheritdoc IAllocationManager
    function getAllocatedStake(
        OperatorSet calldata operatorSet,
        address[] calldata operators,
        IStrategy[] calldata strategies
    ) external view returns (uint256[][] memory) {
        return _stake(operatorSet, operators, strategies, uint32(block.number));
    }

    /// @inheritdoc IAllocationManager
    function isOperatorRedistributable(address operator) external view returns (bool) {
        Operator storage record = _operators[operator];
        return
            _isRedistributable(operator, _registeredSets[operator].values(record.registeredSets)) ||
            _isRedistributable(operator, _allocatedSets[operator].values(record.allocatedSets));
    }

    /// @inheritdoc IAllocationManager
    function getAllocatedSets(address operator) external view returns (OperatorSet[] memory) {
        return _decode(_allocatedSets[operator].values(_operators[operator].allocatedSets));
    }

    /// @inheritdoc IAllocationManager
    function getMaxMagnitude(address operator, IStrategy strategy) public view returns (uint64) {
        return WAD - _magnitudes[operator][strategy].slashed;
    }

    /// @dev Stake in shares: ⌊operatorShares · ⌊allocated · 1e18 / max⌋ / 1e18⌋, 0 for a maximum of 0.
    function _stake(
        OperatorSet calldata operatorSet,
        address[] calldata operators,
        IStrategy[] calldata strategies,
        uint32 futureBlock
    ) private view returns (uint256[][] memory stake) {
        bytes32 setKey = operatorSet.key();
        stake = delegation.getOperatorsShares(operators, strategies);
        for (uint256 i = 0; i < operators.length; i++) {
            for (uint256 j = 0; j < strategies.length; j++) {
                uint256 portionWad = _allocatedWad(operators[i], setKey, strategies[j], futureBlock);
                stake[i][j] = stake[i][j].mulWadDown(portionWad);
            }
        }
    }

    /// @dev The part of the maximum magnitude that is allocated, deallocations due by `futureBlock` taken off.
    function _allocatedWad(
        address operator,
        bytes32 setKey,
        IStrategy strategy,
        uint32 futureBlock
    ) private view returns (uint256) {
        uint64 maxMagnitude = getMaxMagnitude(operator, strategy);
        if (maxMagnitude == 0) return 0;
        Allocation memory allocation = _allocation(operator, setKey, strategy);
        uint64 magnitude = allocation.currentMagnitude;
        if (allocation.pendingDiff < 0 && allocation.effectBlock <= futureBlock) {
            magnitude = _add(magnitude, int64(allocation.pendingDiff));
        }
        return uint256(magnitude).divWadDown(maxMagnitude);
    }

    function _allocation(
        address operator,
        bytes32 setKey,
        IStrategy strategy
    ) private view returns (Allocation memory) {
        StoredAllocation memory stored = _readAllocation(operator, setKey, strategy, _load(operator, strategy));
        return Allocation(stored.currentMagnitude, stored.pendingDiff, stored.effectBlock);
    }

    /// @dev Magnitudes with every deallocation taken off that could be cleared now.
    function _clearedMagnitudes(
        address operator,
        IStrategy strategy
    ) private view returns (Magnitudes memory magnitudes) {
        magnitudes = _load(operator, strategy);
        for (uint256 i = magnitudes.queueBegin; i < magnitudes.queueEnd; i++) {
            bytes32 setKey = _deallocations[operator][strategy][i];
            StoredAllocation memory stored = _readAllocation(operator, setKey, strategy, magnitudes);
            if (block.number < stored.effectBlock) break;
        }
    }

    /// @dev Whether one of the sets redistributes and can slash the operator.
    function _isRedistributable(address operator, bytes32[] memory sets) private view returns (bool) {
        for (uint256 i = 0; i < sets.length; i++) {
            if (_recipient(sets[i]) != BURN_ADDRESS && _isOperatorSlashable(operator, sets[i])) return true;
        }
        return false;
    }

    function _decode(bytes32[] memory keys) private pure returns (OperatorSet[] memory operatorSets) {
        operatorSets = new OperatorSet[](keys.length);
        for (uint256 i = 0; i < keys.length; i++) operatorSets[i] = OperatorSetLib.decode(keys[i]);
    }
}
