// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEigenPod} from "../interfaces/IEigenPod.sol";
import {ValidatorFields} from "../proofs/ValidatorFields.sol";
import {PodBase} from "./PodBase.sol";

/// @title Checkpoints: what the pod's validators and ether have become
/// @notice A checkpoint freezes the ether in the pod that is not shares yet (P) and the parent block's state, and takes
/// each active validator's balance from that state (never from the present). With B the balances of before and B' those
/// of the state, Δ = Σ(B' − B), W what was withdrawable before:
///     shares delta in wei = (P + Δ) × 1e9,   balance before in wei = (W + ΣB) × 1e9,   W := W + P.
/// Ether swept into the pod in earlier blocks is in P and no longer in B'. What this very block sweeps is still in B',
/// so it is not in P: on mainnet it comes after the block's transactions, here P leaves it out (RST-86).
/// @custom:decisions 0254
abstract contract PodCheckpoints is PodBase {
    /// @inheritdoc IEigenPod
    function startCheckpoint(
        bool revertIfNoBalance
    ) external onlyOwnerOrProofSubmitter onlyWhenNotPaused(PAUSED_START_CHECKPOINT) {
        _startCheckpoint(revertIfNoBalance);
    }

    /// @inheritdoc IEigenPod
    function verifyStaleBalance(
        uint64 beaconTimestamp,
        StateRootProof calldata stateRootProof,
        ValidatorProof calldata proof
    ) external onlyWhenNotPaused(PAUSED_START_CHECKPOINT) onlyWhenNotPaused(PAUSED_VERIFY_STALE_BALANCE) {
        ValidatorInfo memory info = _validators[proof.validatorFields[0]];
        if (beaconTimestamp <= info.lastCheckpointedAt) revert BeaconTimestampTooFarInPast();
        if (info.status != VALIDATOR_STATUS.ACTIVE) revert ValidatorNotActiveInPod();
        uint40 index = uint40(info.validatorIndex);
        bytes32[] memory fields = _fields(beaconTimestamp, index, proof.validatorFields);
        if (!ValidatorFields.isSlashed(fields)) revert ValidatorNotSlashedOnBeaconChain();
        bytes32 stateRoot = _stateRoot(beaconTimestamp, stateRootProof);
        _checkFields(beaconTimestamp, stateRoot, index, fields, proof.proof);
        _startCheckpoint(false);
    }

    /// @inheritdoc IEigenPod
    function verifyCheckpointProofs(
        BalanceContainerProof calldata balanceContainerProof,
        BalanceProof[] calldata proofs
    ) external onlyWhenNotPaused(PAUSED_VERIFY_CHECKPOINT_PROOFS) {
        uint64 timestamp = currentCheckpointTimestamp;
        if (timestamp == 0) revert NoActiveCheckpoint();
        Checkpoint memory checkpoint = _checkpoint;
        bytes32 balancesRoot = _balancesRoot(timestamp, checkpoint.beaconBlockRoot, balanceContainerProof);
        for (uint256 i = 0; i < proofs.length; ++i) {
            bytes32 pubkeyHash = proofs[i].pubkeyHash;
            ValidatorInfo memory info = _validators[pubkeyHash];
            if (info.status != VALIDATOR_STATUS.ACTIVE || info.lastCheckpointedAt >= timestamp) continue;
            uint64 balanceGwei = _balance(timestamp, balancesRoot, uint40(info.validatorIndex), proofs[i]);
            _takeProven(checkpoint, info, pubkeyHash, balanceGwei, timestamp);
        }
        _store(checkpoint, timestamp);
    }

    /// @dev Takes one validator's balance into the checkpoint and writes the validator down.
    function _takeProven(
        Checkpoint memory checkpoint,
        ValidatorInfo memory info,
        bytes32 pubkeyHash,
        uint64 balanceGwei,
        uint64 timestamp
    ) internal {
        _takeBalance(checkpoint, info, pubkeyHash, balanceGwei, timestamp);
        _validators[pubkeyHash] = info;
        emit ValidatorCheckpointed(timestamp, pubkeyHash);
    }

    function _startCheckpoint(bool revertIfNoBalance) private {
        if (currentCheckpointTimestamp != 0) revert CheckpointAlreadyActive();
        uint64 timestamp = uint64(block.timestamp);
        // validators proven in this block would be skipped by a second checkpoint of the same time
        if (lastCheckpointTimestamp == timestamp) revert CannotCheckpointTwiceInSingleBlock();
        uint64 sweptGwei = ethPOS.sweptThisBlockGwei(address(this));
        uint64 podBalanceGwei =
            uint64(address(this).balance / 1 gwei) - withdrawableRestakedExecutionLayerGwei - sweptGwei;
        if (revertIfNoBalance && podBalanceGwei == 0) revert NoBalanceToCheckpoint();

        bytes32 root = _checkpointRoot();
        uint24 toProve = uint24(activeValidatorCount);
        currentCheckpointTimestamp = timestamp;
        _store(Checkpoint(root, toProve, podBalanceGwei, 0, 0), timestamp);
        emit CheckpointCreated(timestamp, root, toProve);
    }

    /// @dev Takes one validator's balance into the checkpoint; an empty one leaves the pod.
    function _takeBalance(
        Checkpoint memory checkpoint,
        ValidatorInfo memory info,
        bytes32 pubkeyHash,
        uint64 balanceGwei,
        uint64 timestamp
    ) private {
        uint64 beforeGwei = info.restakedBalanceGwei;
        checkpoint.proofsRemaining -= 1;
        checkpoint.prevBeaconBalanceGwei += beforeGwei;
        checkpoint.balanceDeltasGwei += int64(balanceGwei) - int64(beforeGwei);
        info.restakedBalanceGwei = balanceGwei;
        info.lastCheckpointedAt = timestamp;
        if (balanceGwei != beforeGwei) emit ValidatorBalanceUpdated(pubkeyHash, timestamp, balanceGwei);
        if (balanceGwei == 0) {
            info.status = VALIDATOR_STATUS.WITHDRAWN;
            --activeValidatorCount;
            checkpointBalanceExitedGwei[timestamp] += beforeGwei;
            emit ValidatorWithdrawn(timestamp, pubkeyHash);
        }
    }

    /// @dev Writes the checkpoint down, and completes it when nothing is left to prove. It stays readable afterwards.
    function _store(Checkpoint memory checkpoint, uint64 timestamp) internal {
        _checkpoint = checkpoint;
        if (checkpoint.proofsRemaining != 0) return;
        uint64 prevGwei = withdrawableRestakedExecutionLayerGwei + checkpoint.prevBeaconBalanceGwei;
        int256 deltaGwei = int256(uint256(checkpoint.podBalanceGwei)) + checkpoint.balanceDeltasGwei;
        withdrawableRestakedExecutionLayerGwei += checkpoint.podBalanceGwei;
        lastCheckpointTimestamp = timestamp;
        currentCheckpointTimestamp = 0;
        eigenPodManager.recordBeaconChainETHBalanceUpdate(podOwner, uint256(prevGwei) * 1 gwei, deltaGwei * 1 gwei);
        emit CheckpointFinalized(timestamp, deltaGwei * 1 gwei);
    }
}
