// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationManager} from "../interfaces/IAllocationManager.sol";
import {IDelegationManager} from "../interfaces/IDelegationManager.sol";
import {IPendingDelays} from "../interfaces/IPendingDelays.sol";
import {IStrategy} from "../interfaces/IStrategy.sol";
import {OperatorSet} from "../interfaces/Types.sol";
import {WAD} from "../libraries/Constants.sol";
import {OperatorSetLib} from "../libraries/OperatorSetLib.sol";
import {IndexedSet} from "../libraries/IndexedSet.sol";
import {Pausable} from "../permissions/Pausable.sol";
import {PermissionControllerMixin} from "../permissions/PermissionControllerMixin.sol";

/// @title What all parts of the AllocationManager know
/// @notice Storage of operators, sets and allocations, and the few moves that more than one part makes.
/// @dev One word each: an operator, an operator's magnitudes in a strategy, an operator's place in a set, a set, an
/// allocation. A stored allocation may lag behind: what its effect block has passed is applied when it is read.
abstract contract AllocationLedger is IAllocationManager, IPendingDelays, Pausable, PermissionControllerMixin {
    using OperatorSetLib for OperatorSet;
    using IndexedSet for mapping(uint256 index => bytes32);

    struct Operator {
        bool delaySet;
        uint32 delay;
        uint32 pendingDelay;
        uint32 delayEffectBlock;
        uint32 registeredSets;
        uint32 allocatedSets;
    }

    /// @dev The maximum magnitude is 1e18 − `slashed`, so that an empty word means an operator never slashed.
    struct Magnitudes {
        uint64 slashed;
        uint64 encumbered;
        uint32 snapshots;
        uint32 queueBegin;
        uint32 queueEnd;
    }

    /// @dev An operator in a set: whether it is registered, its places in lists, and how many strategies it allocates.
    struct Membership {
        bool registered;
        uint32 slashableUntil;
        uint32 memberPlace;
        uint32 registeredPlace;
        uint32 allocatedPlace;
        uint32 strategies;
    }

    /// @dev A set exists when it has a slasher. `slasherPending` says whether `_pendingSlashers` has to be asked.
    struct Set {
        address slasher;
        bool slasherPending;
        uint32 members;
        uint32 slashes;
        uint24 strategies;
    }

    struct PendingSlasher {
        address slasher;
        uint32 effectBlock;
    }

    /// @dev `place` in the list of strategies that the operator allocates to the set.
    struct StoredAllocation {
        uint64 currentMagnitude;
        int64 pendingDiff;
        uint32 effectBlock;
        uint32 place;
    }

    uint8 internal constant PAUSED_MODIFY_ALLOCATIONS = 0;
    uint8 internal constant PAUSED_OPERATOR_SLASHING = 1;
    uint8 internal constant PAUSED_REGISTRATION = 2;

    /// @inheritdoc IAllocationManager
    IDelegationManager public immutable delegation;
    /// @inheritdoc IAllocationManager
    IStrategy public immutable eigenStrategy;
    /// @inheritdoc IAllocationManager
    uint32 public immutable DEALLOCATION_DELAY;
    /// @inheritdoc IAllocationManager
    uint32 public immutable ALLOCATION_CONFIGURATION_DELAY;

    mapping(address operator => Operator) internal _operators;
    mapping(address operator => mapping(uint256 index => bytes32)) internal _registeredSets;
    mapping(address operator => mapping(uint256 index => bytes32)) internal _allocatedSets;
    mapping(address operator => mapping(bytes32 setKey => Membership)) internal _memberships;

    mapping(bytes32 setKey => Set) internal _sets;
    mapping(bytes32 setKey => PendingSlasher) internal _pendingSlashers;
    mapping(bytes32 setKey => mapping(uint256 index => bytes32)) internal _members;

    mapping(address operator => mapping(IStrategy strategy => Magnitudes)) internal _magnitudes;
    mapping(address operator => mapping(IStrategy strategy => mapping(uint256 index => uint256)))
        internal _maxMagnitudeSnapshots;
    mapping(address operator => mapping(IStrategy strategy => mapping(uint256 index => bytes32)))
        internal _deallocations;

    mapping(address operator => mapping(bytes32 setKey => mapping(IStrategy strategy => StoredAllocation)))
        internal _allocations;
    mapping(address operator => mapping(bytes32 setKey => mapping(uint256 index => bytes32)))
        internal _allocatedStrategies;

    constructor(
        IDelegationManager delegation_,
        IStrategy eigenStrategy_,
        uint32 deallocationDelay,
        uint32 allocationConfigurationDelay
    ) {
        delegation = delegation_;
        eigenStrategy = eigenStrategy_;
        DEALLOCATION_DELAY = deallocationDelay;
        ALLOCATION_CONFIGURATION_DELAY = allocationConfigurationDelay;
    }

    /// @inheritdoc IAllocationManager
    function isOperatorSlashable(address operator, OperatorSet calldata operatorSet) external view returns (bool) {
        return _isOperatorSlashable(operator, operatorSet.key());
    }

    /// @inheritdoc IAllocationManager
    function getSlasher(OperatorSet calldata operatorSet) external view returns (address) {
        return _slasher(operatorSet.key());
    }

    /// @inheritdoc IAllocationManager
    function getAllocationDelay(address operator) public view returns (bool isSet, uint32 delay) {
        Operator storage record = _operators[operator];
        return (record.delaySet, block.number < record.delayEffectBlock ? record.delay : record.pendingDelay);
    }

    /// @inheritdoc IPendingDelays
    function getPendingAllocationDelay(address operator) external view returns (uint32 delay, uint32 effectBlock) {
        Operator storage record = _operators[operator];
        return (record.pendingDelay, record.delayEffectBlock);
    }

    function _isOperatorSlashable(address operator, bytes32 setKey) internal view returns (bool) {
        Membership storage membership = _memberships[operator][setKey];
        return membership.registered || block.number <= membership.slashableUntil;
    }

    function _slasher(bytes32 setKey) internal view returns (address) {
        Set storage set = _sets[setKey];
        if (set.slasherPending) {
            PendingSlasher storage pending = _pendingSlashers[setKey];
            if (block.number >= pending.effectBlock) return pending.slasher;
        }
        return set.slasher;
    }

    function _requireSet(bytes32 setKey) internal view {
        require(_sets[setKey].slasher != address(0), InvalidOperatorSet());
    }

    function _load(address operator, IStrategy strategy) internal view returns (Magnitudes memory) {
        return _magnitudes[operator][strategy];
    }

    function _maxMagnitude(Magnitudes memory magnitudes) internal pure returns (uint64) {
        return WAD - magnitudes.slashed;
    }

    /// @dev An allocation as of this block. What it gave back meanwhile is taken off `magnitudes`, in memory.
    function _readAllocation(
        address operator,
        bytes32 setKey,
        IStrategy strategy,
        Magnitudes memory magnitudes
    ) internal view returns (StoredAllocation memory allocation) {
        allocation = _allocations[operator][setKey][strategy];
        if (block.number < allocation.effectBlock) return allocation;
        if (allocation.pendingDiff < 0) {
            magnitudes.encumbered = _add(magnitudes.encumbered, allocation.pendingDiff);
        }
        allocation.currentMagnitude = _add(allocation.currentMagnitude, allocation.pendingDiff);
        allocation.pendingDiff = 0;
        allocation.effectBlock = 0;
    }

    /// @dev Writes an allocation and the operator's magnitudes, and keeps the lists of what is allocated: an
    /// allocation enters them with its first pending change and leaves them when it is 0 and nothing is pending.
    /// Emits `EncumberedMagnitudeUpdated` when that changed.
    function _writeAllocation(
        address operator,
        bytes32 setKey,
        IStrategy strategy,
        Magnitudes memory magnitudes,
        StoredAllocation memory allocation
    ) internal {
        if (_magnitudes[operator][strategy].encumbered != magnitudes.encumbered) {
            emit EncumberedMagnitudeUpdated(operator, strategy, magnitudes.encumbered);
        }
        _magnitudes[operator][strategy] = magnitudes;
        if (allocation.pendingDiff != 0) {
            if (allocation.place == 0) allocation.place = _list(operator, setKey, strategy);
        } else if (allocation.currentMagnitude == 0 && allocation.place != 0) {
            _unlist(operator, setKey, allocation.place);
            allocation.place = 0;
        }
        _allocations[operator][setKey][strategy] = allocation;
    }

    function _emitUpdated(
        address operator,
        bytes32 setKey,
        IStrategy strategy,
        uint64 magnitude,
        uint32 effectBlock
    ) internal {
        emit AllocationUpdated(operator, OperatorSetLib.decode(setKey), strategy, magnitude, effectBlock);
    }

    /// @dev Magnitudes stay within [0, 1e18] by the rules; the sum is checked all the same.
    function _add(uint64 magnitude, int64 diff) internal pure returns (uint64) {
        return diff < 0 ? magnitude - uint64(-diff) : magnitude + uint64(diff);
    }

    function _list(address operator, bytes32 setKey, IStrategy strategy) private returns (uint32 place) {
        Membership storage membership = _memberships[operator][setKey];
        uint32 length = membership.strategies;
        if (length == 0) {
            Operator storage record = _operators[operator];
            membership.allocatedPlace = _allocatedSets[operator].append(record.allocatedSets, setKey);
            record.allocatedSets += 1;
        }
        place = _allocatedStrategies[operator][setKey].append(length, bytes32(uint256(uint160(address(strategy)))));
        membership.strategies = place;
    }

    function _unlist(address operator, bytes32 setKey, uint32 place) private {
        Membership storage membership = _memberships[operator][setKey];
        uint32 length = membership.strategies;
        bytes32 moved = _allocatedStrategies[operator][setKey].removeAt(length, place);
        if (moved != 0) _allocations[operator][setKey][IStrategy(address(uint160(uint256(moved))))].place = place;
        membership.strategies = length - 1;
        if (length != 1) return;

        Operator storage record = _operators[operator];
        uint32 setPlace = membership.allocatedPlace;
        moved = _allocatedSets[operator].removeAt(record.allocatedSets, setPlace);
        if (moved != 0) _memberships[operator][moved].allocatedPlace = setPlace;
        membership.allocatedPlace = 0;
        record.allocatedSets -= 1;
    }
}
