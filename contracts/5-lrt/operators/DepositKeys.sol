// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IOperatorDelegator} from "../interfaces/IOperatorDelegator.sol";
import {IDepositKeys} from "../interfaces/IDepositKeys.sol";
import {IRestaker} from "../interfaces/IRestaker.sol";

/// @title Keys that wait for their 32 ETH
/// @notice A key that somebody has deposited for before is dropped instead of paid for (OPS-06): its credentials are fixed,
/// and may be the operator's own. A key is registered once, for one slot, for ever.
/// @custom:decisions 0167
contract DepositKeys is IDepositKeys, AccessManaged {
    IRestaker public immutable restaker;

    mapping(uint256 slot => ValidatorKey[]) private _keys;
    mapping(uint256 slot => uint256 next) private _nextKey;
    mapping(bytes32 pubkeyHash => bool) private _registered;

    constructor(address authority_, address restaker_) AccessManaged(authority_) {
        restaker = IRestaker(restaker_);
    }

    /// @inheritdoc IDepositKeys
    function registerKeys(uint256 slot, ValidatorKey[] calldata keys) external restricted {
        restaker.slotAt(slot);
        for (uint256 i = 0; i < keys.length; ++i) {
            bytes32 pubkeyHash = keccak256(keys[i].pubkey);
            if (_registered[pubkeyHash]) revert KeyAlreadyRegistered(pubkeyHash);
            _registered[pubkeyHash] = true;
            _keys[slot].push(keys[i]);
            emit KeyRegistered(slot, keys[i].pubkey);
        }
    }

    /// @inheritdoc IDepositKeys
    function skipKey(uint256 slot) external restricted {
        if (keysOf(slot) == 0) revert NoKeys(slot);
        emit KeyDropped(slot, _keys[slot][_nextKey[slot]++].pubkey);
    }

    /// @inheritdoc IDepositKeys
    function dropUsed(uint256 slot, uint256 maxKeys) external returns (uint256 dropped) {
        IOperatorDelegator delegator = IOperatorDelegator(restaker.slotAt(slot).delegator);
        while (dropped < maxKeys && keysOf(slot) != 0) {
            bytes memory pubkey = _keys[slot][_nextKey[slot]].pubkey;
            if (delegator.isKeyFree(pubkey)) break;
            ++_nextKey[slot];
            ++dropped;
            emit KeyDropped(slot, pubkey);
        }
    }

    /// @inheritdoc IDepositKeys
    function take(uint256 slot, IOperatorDelegator delegator) external returns (bool found, ValidatorKey memory key) {
        if (msg.sender != address(restaker)) revert OnlyRestaker(msg.sender);
        while (keysOf(slot) != 0) {
            key = _keys[slot][_nextKey[slot]++];
            if (delegator.isKeyFree(key.pubkey)) return (true, key);
            emit KeyDropped(slot, key.pubkey);
        }
    }

    /// @inheritdoc IDepositKeys
    function keysOf(uint256 slot) public view returns (uint256) {
        return _keys[slot].length - _nextKey[slot];
    }
}
