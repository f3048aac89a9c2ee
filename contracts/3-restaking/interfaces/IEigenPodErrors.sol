// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What a pod refuses, under EigenLayer's names
interface IEigenPodErrors {
    error OnlyEigenPodManager();
    error OnlyEigenPodOwner();
    error OnlyEigenPodOwnerOrProofSubmitter();
    error CurrentlyPaused();
    error InputAddressZero();
    error InputArrayLengthMismatch();
    error InvalidPubKeyLength();
    /// @notice `stake` takes exactly 32 ETH.
    error MsgValueNot32ETH();
    error CredentialsAlreadyVerified();
    error WithdrawalCredentialsNotForEigenPod();
    error ValidatorInactiveOnBeaconChain();
    error ValidatorIsExitingBeaconChain();
    error ValidatorNotSlashedOnBeaconChain();
    error ValidatorNotActiveInPod();
    error BeaconTimestampTooFarInPast();
    error BeaconTimestampBeforeLatestCheckpoint();
    error TimestampOutOfRange();
    error CheckpointAlreadyActive();
    error CannotCheckpointTwiceInSingleBlock();
    error NoActiveCheckpoint();
    error NoBalanceToCheckpoint();
    error InsufficientWithdrawableBalance();
    /// @notice The wei sent do not cover the request fees.
    error InsufficientFunds();
}
