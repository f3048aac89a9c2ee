// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {IBeaconChain} from "../1-staking/interfaces/IBeaconChain.sol";
import {GuardedPause} from "./GuardedPause.sol";
import {IStakedEther} from "./interfaces/IStakedEther.sol";
import {IUnstakingQueue} from "./interfaces/IUnstakingQueue.sol";
import {RebasingShares} from "./RebasingShares.sol";
import {ValidatorKeys} from "./ValidatorKeys.sol";

/// @title The pool's validators and its buffer
/// @notice pooled ether = buffered ether + ether at validators as last reported. A new validator takes 32 ETH out of
/// the buffer and is carried at that until a report sees it. The exit queue comes first: what it waits for is never
/// staked, and when it waits for more than is there or under way, anybody makes the oldest validators exit (EIP-7002).
/// Keys come from a curator (`ValidatorKeys`).
abstract contract StakingPool is RebasingShares, ValidatorKeys, GuardedPause {
    /// @notice Exit requests cost `feeWei` each (EIP-7002); what is sent too much comes back.
    error FeeNotCovered(uint256 feeWei, uint256 leftWei);
    /// @notice Only validators that have left and been swept are forgotten.
    error NotWithdrawn(uint40 index);
    /// @notice The list of exiting validators has `count` entries.
    error NoSuchPosition(uint256 position, uint256 count);

    /// @dev In wei, in one word, for whoever asks what a share is worth.
    struct Pooled {
        uint128 buffered;
        uint128 atValidators;
    }

    uint64 private constant FAR_FUTURE_EPOCH = type(uint64).max;
    /// @dev Epochs a validator must have been active before its exit is heard (SHARD_COMMITTEE_PERIOD).
    uint64 private constant SERVICE_EPOCHS = 256;

    IUnstakingQueue internal immutable _queue;

    Pooled internal _ether;
    /// @notice Of that, on its way out: as last reported, and what was asked to exit since.
    uint256 public exitingEther;

    /// @dev Oldest first; those before `_firstStaying` have been moved to `_exiting`.
    Staked[] internal _staying;
    uint256 internal _firstStaying;
    Staked[] internal _exiting;

    constructor(IUnstakingQueue queue_) {
        _queue = queue_;
    }

    /// @dev What changes the list that a report walks throws an unfinished one away, so that nobody holds the pool up with it;
    /// what changes nothing leaves it alone (LST-71).
    function _dropReport() internal virtual;

    /// @dev Names the state of rung 1 that the last complete report read.
    function _reportedRoot() internal view virtual returns (bytes32);

    /// @inheritdoc IStakedEther
    function getTotalPooledEther() public view override(IStakedEther, RebasingShares) returns (uint256) {
        return uint256(_ether.buffered) + _ether.atValidators;
    }

    /// @inheritdoc IStakedEther
    function bufferedEther() public view returns (uint256) {
        return _ether.buffered;
    }

    /// @notice Ether at validators: as last reported, and 32 ETH for each one staked since.
    function validatorsEther() external view returns (uint256) {
        return _ether.atValidators;
    }

    /// @inheritdoc IStakedEther
    /// @dev LST-20: the queue's needs, rounded up, stay in the buffer.
    function stakeBuffered(uint256 maxValidators) external returns (uint256 staked) {
        (, uint256 queuedShares) = _queue.unfilledShares();
        uint256 floorWei = _toWeiUp(queuedShares) + VALIDATOR_WEI;
        while (staked < maxValidators && _ether.buffered >= floorWei) {
            (bool found, Staked memory validator) = _stakeNextKey();
            if (!found) break;
            _ether.buffered -= uint128(VALIDATOR_WEI);
            _ether.atValidators += uint128(VALIDATOR_WEI);
            _staying.push(validator);
            ++staked;
        }
        if (staked > 0) _dropReport();
    }

    /// @inheritdoc IStakedEther
    /// @dev LST-21. Stops at a validator too young to be heard: those after it are younger. One that leaves by itself
    /// (slashed, ejected) is passed over without a request.
    function exitForQueue(uint256 maxValidators) external payable returns (uint256 exiting) {
        (uint256 closedShares, ) = _queue.unfilledShares();
        uint256 neededWei = _toWeiUp(closedShares);
        uint256 feeWei = beaconChain.withdrawalRequestFee();
        uint256 leftWei = msg.value;
        uint256 stayingBefore = _firstStaying;
        while (exiting < maxValidators && _firstStaying < _staying.length) {
            if (_ether.buffered + exitingEther >= neededWei) break;
            Staked memory oldest = _staying[_firstStaying];
            IBeaconChain.Validator memory v = beaconChain.validator(oldest.index);
            if (v.exitEpoch == FAR_FUTURE_EPOCH) {
                if (!_isHeard(v)) break;
                if (leftWei < feeWei) revert FeeNotCovered(feeWei, leftWei);
                leftWei -= feeWei;
                _requestExit(oldest, feeWei);
                ++exiting;
            }
            // one that left by itself before the last report is in that report's sum
            bool counted = beaconChain.validatorAt(oldest.index, _reportedRoot()).exitEpoch != FAR_FUTURE_EPOCH;
            if (!counted) exitingEther += uint256(v.balanceGwei) * 1 gwei;
            ++_firstStaying;
            _exiting.push(oldest);
        }
        if (_firstStaying != stayingBefore) _dropReport();
        if (leftWei > 0) Address.sendValue(payable(msg.sender), leftWei);
    }

    /// @notice Takes a validator that has withdrawn everything off the list that reports walk. Anyone may call.
    /// @param position in the list of exiting validators
    function forget(uint256 position) external {
        if (position >= _exiting.length) revert NoSuchPosition(position, _exiting.length);
        uint40 index = _exiting[position].index;
        IBeaconChain.Validator memory v = beaconChain.validator(index);
        bool gone = v.withdrawableEpoch <= beaconChain.currentEpoch() && v.balanceGwei == 0;
        if (!gone || v.pendingDepositsGwei > 0) revert NotWithdrawn(index);
        _exiting[position] = _exiting[_exiting.length - 1];
        _exiting.pop();
        _dropReport();
    }

    /// @notice Validators that a report walks: those that stay, then those that were asked to leave.
    function validators() external view returns (uint40[] memory staying, uint40[] memory exiting) {
        staying = new uint40[](_staying.length - _firstStaying);
        for (uint256 i = 0; i < staying.length; ++i) staying[i] = _staying[_firstStaying + i].index;
        exiting = new uint40[](_exiting.length);
        for (uint256 i = 0; i < exiting.length; ++i) exiting[i] = _exiting[i].index;
    }

    function _isHeard(IBeaconChain.Validator memory v) private view returns (bool) {
        uint64 epoch = beaconChain.currentEpoch();
        return v.activationEpoch <= epoch && epoch - v.activationEpoch >= SERVICE_EPOCHS;
    }
}
