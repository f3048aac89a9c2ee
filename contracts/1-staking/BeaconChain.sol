// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BlockRoots} from "./BlockRoots.sol";
import {Consensus as C} from "./Consensus.sol";
import {IBeaconChain} from "./interfaces/IBeaconChain.sol";
import {Slashings} from "./Slashings.sol";
import {Sweep} from "./Sweep.sol";
import {ValidatorStates} from "./ValidatorStates.sol";

/// @title Rung 1: the beacon chain as a contract
/// @notice The validators that the rungs above care about, inside a network whose total active balance is a constant:
/// base reward, churn and correlation penalty follow from it, as they do on mainnet where our validators hardly weigh.
/// Deposits, queues, rewards, penalties, slashing and withdrawals have Electra's numbers, churn those of a fork; each file of this folder is
/// one of them and says what it leaves out. Time is epochs of 384 s since `genesisTime`.
///
/// Rewards are paid from ether that this contract must hold, the issuance reserve: a contract cannot mint. Penalties
/// and request fees fill it, anyone may. When it runs dry, whatever would write an unbacked reward reverts with
/// `IssuanceExhausted` until it is filled; views go on showing what is owed.
/// @custom:decisions 0012
contract BeaconChain is Sweep {
    /// @notice Genesis must have been.
    error GenesisInFuture(uint64 genesisTime);
    /// @notice The network is no smaller than one validator.
    error TotalActiveBalanceTooSmall(uint64 totalActiveGwei);
    /// @notice Roots reach back 8,191 slots and not into the future.
    error TimestampOutOfRange(uint64 timestamp);

    /// @param network_ the authority that reports faults and penalties
    /// @param genesisTime_ seconds; epoch 0 begins
    /// @param totalActiveGwei effective balance of the whole network, our validators included
    /// @param fork_ number of the `Fork` whose churn limits hold (`UnknownFork`)
    constructor(
        address network_,
        uint64 genesisTime_,
        uint64 totalActiveGwei,
        uint8 fork_
    ) payable ValidatorStates(genesisTime_, totalActiveGwei, fork_) Slashings(network_) {
        if (genesisTime_ > block.timestamp) revert GenesisInFuture(genesisTime_);
        if (totalActiveGwei < C.MIN_ACTIVATION_BALANCE) revert TotalActiveBalanceTooSmall(totalActiveGwei);
        _fund();
    }

    /// @inheritdoc IBeaconChain
    function fundIssuance() external payable {
        _fund();
    }

    /// @inheritdoc IBeaconChain
    function settle(uint40 index) external {
        Record storage r = _record(index);
        _write(index, r, _now(r));
    }

    /// @inheritdoc IBeaconChain
    function validator(uint40 index) external view returns (Validator memory) {
        return _validatorAt(index, blockRoot());
    }

    /// @inheritdoc IBeaconChain
    function validatorAt(uint40 index, bytes32 root) external view returns (Validator memory) {
        return _validatorAt(index, root);
    }

    /// @inheritdoc IBeaconChain
    function blockRoot() public view returns (bytes32 root) {
        return BlockRoots.ofMoment(uint64(block.timestamp), _changes);
    }

    /// @inheritdoc IBeaconChain
    function parentBlockRoot(uint64 timestamp) external view returns (bytes32 root) {
        uint64 window = C.SLOTS_PER_HISTORICAL_ROOTS * C.SECONDS_PER_SLOT;
        bool tooOld = uint256(timestamp) + window <= block.timestamp || timestamp < genesisTime;
        if (tooOld || timestamp > block.timestamp) revert TimestampOutOfRange(timestamp);
        return BlockRoots.before(timestamp);
    }

    /// @inheritdoc IBeaconChain
    function validatorCount() external view returns (uint40) {
        return uint40(_records.length);
    }

    function _fund() private {
        issuanceReserveWei += msg.value;
        emit IssuanceFunded(msg.sender, msg.value);
    }
}
