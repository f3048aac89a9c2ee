// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {DepositData} from "../1-staking/DepositData.sol";
import {IBeaconChain} from "../1-staking/interfaces/IBeaconChain.sol";
import {IStakedEther} from "./interfaces/IStakedEther.sol";

/// @title Keys that wait to be staked, and deposits for them
/// @notice A curator lists public keys with deposit signatures; they are used in this order, 32 ETH each, with
/// credentials 0x01 of this contract. A key that somebody has deposited for with other credentials is dropped before
/// any ether goes there (LST-22), and so is one that this pool already runs. On mainnet the former takes guardians who
/// watch consensus; here rung 1 can be read.
/// @custom:decisions 0167
abstract contract ValidatorKeys is IStakedEther {
    struct Key {
        bytes pubkey;
        bytes signature;
    }

    /// @param key which of the listed keys it runs with
    struct Staked {
        uint40 index;
        uint216 key;
    }

    error OnlyCurator(address caller);
    error KeyLengths(uint256 pubkeyLength, uint256 signatureLength);
    error KeyListsDiffer(uint256 pubkeys, uint256 signatures);

    uint256 internal constant VALIDATOR_WEI = 32 ether;
    /// @dev Most keys that a call drops in a row: each takes some 30,000 gas, and whoever deposits for many listed keys could
    /// else make every call too long.
    uint256 private constant MAX_DROPS = 128;

    IBeaconChain public immutable beaconChain;
    address public immutable curator;
    bytes32 public immutable withdrawalCredentials;

    Key[] private _keys;
    uint256 private _nextKey;
    mapping(uint40 index => bool) private _isOurs;

    constructor(IBeaconChain beaconChain_, address curator_) {
        beaconChain = beaconChain_;
        curator = curator_;
        withdrawalCredentials = DepositData.credentialsFor(0x01, address(this));
    }

    /// @notice Appends keys of 48 bytes with their signatures of 96 bytes. Only the curator.
    function registerKeys(bytes[] calldata pubkeys, bytes[] calldata signatures) external {
        if (msg.sender != curator) revert OnlyCurator(msg.sender);
        if (pubkeys.length != signatures.length) revert KeyListsDiffer(pubkeys.length, signatures.length);
        for (uint256 i = 0; i < pubkeys.length; ++i) {
            if (pubkeys[i].length != 48 || signatures[i].length != 96) {
                revert KeyLengths(pubkeys[i].length, signatures[i].length);
            }
            _keys.push(Key(pubkeys[i], signatures[i]));
            emit KeyRegistered(pubkeys[i]);
        }
    }

    /// @notice Keys listed, and how many of them have been used or dropped.
    function keyCount() external view returns (uint256 listed, uint256 used) {
        return (_keys.length, _nextKey);
    }

    /// @dev Stakes the next good key; `found` is false when there is none, or none among the next `MAX_DROPS` (LST-72).
    function _stakeNextKey() internal returns (bool found, Staked memory staked) {
        uint256 end = Math.min(_keys.length, _nextKey + MAX_DROPS);
        while (_nextKey < end) {
            uint256 number = _nextKey++;
            Key memory key = _keys[number];
            if (!_isFree(key.pubkey)) continue;
            bytes memory credentials = abi.encodePacked(withdrawalCredentials);
            bytes32 root = DepositData.root(key.pubkey, withdrawalCredentials, 32e9, key.signature);
            beaconChain.deposit{value: VALIDATOR_WEI}(key.pubkey, credentials, key.signature, root);
            (, uint40 index) = beaconChain.indexOf(DepositData.pubkeyHash(key.pubkey));
            _isOurs[index] = true;
            emit ValidatorStaked(index, key.pubkey, VALIDATOR_WEI);
            return (true, Staked(index, uint216(number)));
        }
    }

    function _requestExit(Staked memory staked, uint256 feeWei) internal {
        beaconChain.requestWithdrawal{value: feeWei}(_keys[staked.key].pubkey, 0);
        emit ValidatorExitRequested(staked.index);
    }

    function _isFree(bytes memory pubkey) private returns (bool) {
        (bool exists, uint40 index) = beaconChain.indexOf(DepositData.pubkeyHash(pubkey));
        if (!exists) return true;
        bytes32 credentials = beaconChain.validator(index).withdrawalCredentials;
        if (credentials == withdrawalCredentials && !_isOurs[index]) return true;
        emit KeyDropped(pubkey, credentials);
        return false;
    }
}
