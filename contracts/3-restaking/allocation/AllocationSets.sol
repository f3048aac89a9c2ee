// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAVSRegistrar} from "../interfaces/IAVSRegistrar.sol";
import {IAllocationManager} from "../interfaces/IAllocationManager.sol";
import {IStrategy} from "../interfaces/IStrategy.sol";
import {CreateSetParams, CreateSetParamsV2, OperatorSet} from "../interfaces/Types.sol";
import {BURN_ADDRESS, isBeaconChainETH} from "../libraries/Constants.sol";
import {OperatorSetLib} from "../libraries/OperatorSetLib.sol";
import {IndexedSet} from "../libraries/IndexedSet.sol";
import {AllocationLedger} from "./AllocationLedger.sol";

/// @title Services and their sets
/// @notice A service announces itself, then creates numbered sets: strategies that the set may slash, a slasher, and
/// optionally a recipient of what is slashed, which never changes. Strategies come and go at once; a new slasher
/// waits, so that operators see it coming.
abstract contract AllocationSets is AllocationLedger {
    using OperatorSetLib for OperatorSet;
    using IndexedSet for mapping(uint256 index => bytes32);

    struct Service {
        IAVSRegistrar registrar;
        bool announced;
        uint32 sets;
    }

    mapping(address avs => Service) private _services;
    mapping(bytes32 setKey => mapping(uint256 index => bytes32)) private _setStrategies;
    mapping(bytes32 setKey => mapping(IStrategy strategy => uint32)) private _setStrategyPlaces;
    mapping(bytes32 setKey => address) private _redistributionRecipients;

    /// @inheritdoc IAllocationManager
    function updateAVSMetadataURI(address avs, string calldata metadataURI) external checkCanCall(avs) {
        if (!_services[avs].announced) _services[avs].announced = true;
        emit AVSMetadataURIUpdated(avs, metadataURI);
    }

    /// @inheritdoc IAllocationManager
    function setAVSRegistrar(address avs, IAVSRegistrar registrar) external checkCanCall(avs) {
        _services[avs].registrar = registrar;
        require(registrar.supportsAVS(avs), InvalidAVSRegistrar());
        emit AVSRegistrarSet(avs, registrar);
    }

    /// @inheritdoc IAllocationManager
    function createOperatorSets(address avs, CreateSetParams[] calldata params) external checkCanCall(avs) {
        _requireAnnounced(avs);
        for (uint256 i = 0; i < params.length; i++) {
            _createSet(OperatorSetLib.toKey(avs, params[i].operatorSetId), params[i].strategies, avs, BURN_ADDRESS);
        }
    }

    /// @inheritdoc IAllocationManager
    function createOperatorSets(address avs, CreateSetParamsV2[] calldata params) external checkCanCall(avs) {
        _requireAnnounced(avs);
        for (uint256 i = 0; i < params.length; i++) {
            CreateSetParamsV2 calldata set = params[i];
            _createSet(OperatorSetLib.toKey(avs, set.operatorSetId), set.strategies, set.slasher, BURN_ADDRESS);
        }
    }

    /// @inheritdoc IAllocationManager
    function createRedistributingOperatorSets(
        address avs,
        CreateSetParams[] calldata params,
        address[] calldata redistributionRecipients
    ) external checkCanCall(avs) {
        require(params.length == redistributionRecipients.length, InputArrayLengthMismatch());
        _requireAnnounced(avs);
        for (uint256 i = 0; i < params.length; i++) {
            _createRedistributingSet(
                OperatorSetLib.toKey(avs, params[i].operatorSetId),
                params[i].strategies,
                avs,
                redistributionRecipients[i]
            );
        }
    }

    /// @inheritdoc IAllocationManager
    function createRedistributingOperatorSets(
        address avs,
        CreateSetParamsV2[] calldata params,
        address[] calldata redistributionRecipients
    ) external checkCanCall(avs) {
        require(params.length == redistributionRecipients.length, InputArrayLengthMismatch());
        _requireAnnounced(avs);
        for (uint256 i = 0; i < params.length; i++) {
            _createRedistributingSet(
                OperatorSetLib.toKey(avs, params[i].operatorSetId),
                params[i].strategies,
                params[i].slasher,
                redistributionRecipients[i]
            );
        }
    }

    /// @inheritdoc IAllocationManager
    function addStrategiesToOperatorSet(
        address avs,
        uint32 operatorSetId,
        IStrategy[] calldata strategies
    ) external checkCanCall(avs) {
        bytes32 setKey = OperatorSetLib.toKey(avs, operatorSetId);
        _requireSet(setKey);
        _addStrategies(setKey, strategies, _recipient(setKey) != BURN_ADDRESS);
    }

    /// @inheritdoc IAllocationManager
    function removeStrategiesFromOperatorSet(
        address avs,
        uint32 operatorSetId,
        IStrategy[] calldata strategies
    ) external checkCanCall(avs) {
        bytes32 setKey = OperatorSetLib.toKey(avs, operatorSetId);
        _requireSet(setKey);
        for (uint256 i = 0; i < strategies.length; i++) {
            _removeStrategy(setKey, strategies[i]);
            emit StrategyRemovedFromOperatorSet(OperatorSetLib.decode(setKey), strategies[i]);
        }
    }

    /// @inheritdoc IAllocationManager
    function updateSlasher(OperatorSet calldata operatorSet, address slasher) external checkCanCall(operatorSet.avs) {
        bytes32 setKey = operatorSet.key();
        _requireSet(setKey);
        require(slasher != address(0), InputAddressZero());
        Set storage set = _sets[setKey];
        PendingSlasher storage pending = _pendingSlashers[setKey];
        if (slasher == pending.slasher && block.number < pending.effectBlock) return;

        set.slasher = _slasher(setKey);
        set.slasherPending = true;
        uint32 effectBlock = uint32(block.number) + ALLOCATION_CONFIGURATION_DELAY + 1;
        (pending.slasher, pending.effectBlock) = (slasher, effectBlock);
        emit SlasherUpdated(OperatorSetLib.decode(setKey), slasher, effectBlock);
    }

    /// @inheritdoc IAllocationManager
    /// @dev Sets of this core have a slasher from the start, and unknown ones are passed over: nothing is to be done.
    function migrateSlashers(OperatorSet[] memory) external virtual {}

    /// @inheritdoc IAllocationManager
    function SLASHER_CONFIGURATION_DELAY() external view returns (uint32) {
        return ALLOCATION_CONFIGURATION_DELAY;
    }

    /// @inheritdoc IAllocationManager
    function getPendingSlasher(
        OperatorSet calldata operatorSet
    ) external view returns (address pendingSlasher, uint32 effectBlock) {
        PendingSlasher storage pending = _pendingSlashers[operatorSet.key()];
        if (block.number < pending.effectBlock) return (pending.slasher, pending.effectBlock);
    }

    /// @inheritdoc IAllocationManager
    function getOperatorSetCount(address avs) external view returns (uint256) {
        return _services[avs].sets;
    }

    /// @inheritdoc IAllocationManager
    function isOperatorSet(OperatorSet calldata operatorSet) external view returns (bool) {
        return _sets[operatorSet.key()].slasher != address(0);
    }

    /// @inheritdoc IAllocationManager
    function getStrategiesInOperatorSet(
        OperatorSet calldata operatorSet
    ) external view returns (IStrategy[] memory strategies) {
        bytes32 setKey = operatorSet.key();
        address[] memory values = _setStrategies[setKey].addresses(_sets[setKey].strategies);
        assembly ("memory-safe") {
            strategies := values
        }
    }

    /// @inheritdoc IAllocationManager
    function getRedistributionRecipient(OperatorSet calldata operatorSet) external view returns (address) {
        return _recipient(operatorSet.key());
    }

    /// @inheritdoc IAllocationManager
    function isRedistributingOperatorSet(OperatorSet calldata operatorSet) external view returns (bool) {
        return _recipient(operatorSet.key()) != BURN_ADDRESS;
    }

    /// @inheritdoc IAllocationManager
    function getAVSRegistrar(address avs) public view returns (IAVSRegistrar) {
        IAVSRegistrar registrar = _services[avs].registrar;
        return address(registrar) == address(0) ? IAVSRegistrar(avs) : registrar;
    }

    function _recipient(bytes32 setKey) internal view returns (address) {
        address recipient = _redistributionRecipients[setKey];
        return recipient == address(0) ? BURN_ADDRESS : recipient;
    }

    function _setHasStrategy(bytes32 setKey, IStrategy strategy) internal view returns (bool) {
        return _setStrategyPlaces[setKey][strategy] != 0;
    }

    function _createRedistributingSet(
        bytes32 setKey,
        IStrategy[] calldata strategies,
        address slasher,
        address recipient
    ) private {
        require(recipient != address(0), InputAddressZero());
        require(recipient != BURN_ADDRESS, InvalidRedistributionRecipient());
        _createSet(setKey, strategies, slasher, recipient);
    }

    function _createSet(bytes32 setKey, IStrategy[] calldata strategies, address slasher, address recipient) private {
        require(_sets[setKey].slasher == address(0), InvalidOperatorSet());
        OperatorSet memory operatorSet = OperatorSetLib.decode(setKey);
        _services[operatorSet.avs].sets += 1;
        emit OperatorSetCreated(operatorSet);
        if (recipient != BURN_ADDRESS) {
            _redistributionRecipients[setKey] = recipient;
            emit RedistributionAddressSet(operatorSet, recipient);
        }
        _addStrategies(setKey, strategies, recipient != BURN_ADDRESS);
        require(slasher != address(0), InputAddressZero());
        _sets[setKey].slasher = slasher;
        emit SlasherUpdated(operatorSet, slasher, uint32(block.number));
    }

    function _addStrategies(bytes32 setKey, IStrategy[] calldata strategies, bool redistributing) private {
        for (uint256 i = 0; i < strategies.length; i++) {
            IStrategy strategy = strategies[i];
            if (redistributing) {
                require(!isBeaconChainETH(strategy) && address(strategy) != address(eigenStrategy), InvalidStrategy());
            }
            require(!_setHasStrategy(setKey, strategy), StrategyAlreadyInOperatorSet());
            bytes32 item = bytes32(uint256(uint160(address(strategy))));
            uint32 place = _setStrategies[setKey].append(_sets[setKey].strategies, item);
            _setStrategyPlaces[setKey][strategy] = place;
            _sets[setKey].strategies = uint24(place);
            emit StrategyAddedToOperatorSet(OperatorSetLib.decode(setKey), strategy);
        }
    }

    function _removeStrategy(bytes32 setKey, IStrategy strategy) private {
        uint32 place = _setStrategyPlaces[setKey][strategy];
        require(place != 0, StrategyNotInOperatorSet());
        delete _setStrategyPlaces[setKey][strategy];
        bytes32 moved = _setStrategies[setKey].removeAt(_sets[setKey].strategies--, place);
        if (moved != 0) _setStrategyPlaces[setKey][IStrategy(address(uint160(uint256(moved))))] = place;
    }

    function _requireAnnounced(address avs) private view {
        require(_services[avs].announced, NonexistentAVSMetadata());
    }
}
