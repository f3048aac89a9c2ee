// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBeaconChain} from "../../1-staking/interfaces/IBeaconChain.sol";

/// @title Of which fork the state behind a root is
/// @notice A root is asked for by the timestamp of a block and is that of its parent: at most the fork's timestamp means
/// the older fork. Later it may be older still, if the first slots of the fork had no block, however many they were. So
/// after a fork a proof may have either length. Neither fork's tree has room for the other's proofs: where one keeps the
/// list of validators or balances, the other has a number (`genesis_time`, `next_withdrawal_index`), and what is below a
/// number is below a hash that nobody finds.
/// @dev Data of a deployment. A pod that is not told of a fork refuses what it cannot verify from that fork's time on.
/// @custom:decisions 0259
abstract contract ForkSchedule {
    /// @notice A fork has a time; the greatest number is a fork that is not scheduled.
    error ForkTimestampZero();
    /// @notice Forks come one after the other.
    error ForksOutOfOrder(uint64 gloasTimestamp, uint64 unknownForkTimestamp);
    /// @notice The state behind the root of this time may be of a fork whose shape is not known here.
    error ForkUnknown(uint64 timestamp, uint64 unknownForkTimestamp);

    /// @notice seconds; the first slot of Gloas
    uint64 public immutable gloasTimestamp;
    /// @notice seconds; the first slot of the first fork that has no shape here
    uint64 public immutable unknownForkTimestamp;

    constructor(uint64 gloasTimestamp_, uint64 unknownForkTimestamp_) {
        if (gloasTimestamp_ == 0 || unknownForkTimestamp_ == 0) revert ForkTimestampZero();
        if (gloasTimestamp_ > unknownForkTimestamp_) revert ForksOutOfOrder(gloasTimestamp_, unknownForkTimestamp_);
        gloasTimestamp = gloasTimestamp_;
        unknownForkTimestamp = unknownForkTimestamp_;
    }

    /// @notice The fork by whose shape a proof is to be read.
    /// @param timestamp under which the root was asked for
    /// @param isOlderLength whether the proof has the length that it has in the older fork
    function _forkAt(uint64 timestamp, bool isOlderLength) internal view returns (IBeaconChain.Fork) {
        bool isOlder = timestamp <= gloasTimestamp || isOlderLength;
        return isOlder ? IBeaconChain.Fork.Electra : IBeaconChain.Fork.Gloas;
    }

    function _checkKnown(uint64 timestamp) internal view {
        if (timestamp > unknownForkTimestamp) revert ForkUnknown(timestamp, unknownForkTimestamp);
    }
}
