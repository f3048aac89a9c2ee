// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationManager} from "../interfaces/IAllocationManager.sol";
import {DeregisterParams, RegisterParams} from "../interfaces/Types.sol";
import {OperatorSetLib} from "../libraries/OperatorSetLib.sol";
import {IndexedSet} from "../libraries/IndexedSet.sol";
import {AllocationSets} from "./AllocationSets.sol";

/// @title Operators join and leave sets
/// @notice Registered operators are slashable, and stay so for `DEALLOCATION_DELAY` blocks after they left. What is
/// allocated does not move by joining or leaving. The service's registrar is asked at the end, both ways.
/// @dev An operator of the DelegationManager always has an allocation delay, and nobody else can have one: so the
/// delay tells an operator, without asking.
abstract contract AllocationRegistrations is AllocationSets {
    using IndexedSet for mapping(uint256 index => bytes32);

    /// @inheritdoc IAllocationManager
    function registerForOperatorSets(
        address operator,
        RegisterParams calldata params
    ) external onlyWhenNotPaused(PAUSED_REGISTRATION) checkCanCall(operator) {
        require(_operators[operator].delaySet, InvalidOperator());
        for (uint256 i = 0; i < params.operatorSetIds.length; i++) {
            bytes32 setKey = OperatorSetLib.toKey(params.avs, params.operatorSetIds[i]);
            _requireSet(setKey);
            require(!_isOperatorSlashable(operator, setKey), AlreadyMemberOfSet());
            _join(operator, setKey);
            emit OperatorAddedToOperatorSet(operator, OperatorSetLib.decode(setKey));
        }
        getAVSRegistrar(params.avs).registerOperator(operator, params.avs, params.operatorSetIds, params.data);
    }

    /// @inheritdoc IAllocationManager
    function deregisterFromOperatorSets(
        DeregisterParams calldata params
    ) external onlyWhenNotPaused(PAUSED_REGISTRATION) {
        require(_canCall(params.operator) || _canCall(params.avs), InvalidCaller());
        for (uint256 i = 0; i < params.operatorSetIds.length; i++) {
            bytes32 setKey = OperatorSetLib.toKey(params.avs, params.operatorSetIds[i]);
            _requireSet(setKey);
            require(_memberships[params.operator][setKey].registered, NotMemberOfSet());
            _leave(params.operator, setKey);
            emit OperatorRemovedFromOperatorSet(params.operator, OperatorSetLib.decode(setKey));
        }
        getAVSRegistrar(params.avs).deregisterOperator(params.operator, params.avs, params.operatorSetIds);
    }

    /// @inheritdoc IAllocationManager
    function setAllocationDelay(address operator, uint32 delay) external {
        Operator storage record = _operators[operator];
        uint32 effectBlock = uint32(block.number);
        if (msg.sender == address(delegation)) {
            record.delaySet = true;
        } else {
            require(_canCall(operator), InvalidCaller());
            require(record.delaySet, InvalidOperator());
            (, record.delay) = getAllocationDelay(operator);
            effectBlock += ALLOCATION_CONFIGURATION_DELAY + 1;
        }
        record.pendingDelay = delay;
        record.delayEffectBlock = effectBlock;
        emit AllocationDelaySet(operator, delay, effectBlock);
    }

    function _join(address operator, bytes32 setKey) private {
        Membership storage membership = _memberships[operator][setKey];
        membership.registered = true;

        Operator storage record = _operators[operator];
        uint32 place = _registeredSets[operator].append(record.registeredSets, setKey);
        (membership.registeredPlace, record.registeredSets) = (place, place);

        Set storage set = _sets[setKey];
        place = _members[setKey].append(set.members, bytes32(uint256(uint160(operator))));
        (membership.memberPlace, set.members) = (place, place);
    }

    function _leave(address operator, bytes32 setKey) private {
        Membership storage membership = _memberships[operator][setKey];
        membership.registered = false;
        membership.slashableUntil = uint32(block.number) + DEALLOCATION_DELAY;

        Operator storage record = _operators[operator];
        uint32 place = membership.registeredPlace;
        bytes32 moved = _registeredSets[operator].removeAt(record.registeredSets--, place);
        if (moved != 0) _memberships[operator][moved].registeredPlace = place;

        Set storage set = _sets[setKey];
        place = membership.memberPlace;
        moved = _members[setKey].removeAt(set.members--, place);
        if (moved != 0) _memberships[address(uint160(uint256(moved)))][setKey].memberPlace = place;
        (membership.registeredPlace, membership.memberPlace) = (0, 0);
    }
}
