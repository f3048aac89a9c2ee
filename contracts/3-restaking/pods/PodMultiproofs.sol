// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBeaconChain} from "../../1-staking/interfaces/IBeaconChain.sol";
import {IPodMultiproofs} from "../interfaces/IPodMultiproofs.sol";
import {BeaconProofs} from "../proofs/BeaconProofs.sol";
import {ValidatorFields} from "../proofs/ValidatorFields.sol";
import {PodCheckpoints} from "./PodCheckpoints.sol";
import {ProofEvidence} from "./ProofEvidence.sol";

/// @title Checkpoints by one proof for many validators
/// @notice Four balances are one leaf, and leaves side by side share what is above them: a hundred neighbours need 30 hashes
/// where a proof each has 3,900. The accounting is that of `verifyCheckpointProofs`.
/// @custom:decisions 0257
abstract contract PodMultiproofs is PodCheckpoints, ProofEvidence, IPodMultiproofs {
    /// @inheritdoc IPodMultiproofs
    function verifyCheckpointMultiproof(
        BalanceContainerProof calldata container,
        BalanceMultiproof calldata multiproof
    ) external onlyWhenNotPaused(PAUSED_VERIFY_CHECKPOINT_PROOFS) {
        uint64 timestamp = currentCheckpointTimestamp;
        if (timestamp == 0) revert NoActiveCheckpoint();
        Checkpoint memory checkpoint = _checkpoint;
        bytes32 balancesRoot = _balancesRoot(timestamp, checkpoint.beaconBlockRoot, container);
        uint256[] memory chunks = _takeBalances(checkpoint, timestamp, multiproof);
        // the container has told by its length which fork the state is of
        IBeaconChain.Fork fork = _forkOfBalances(timestamp, container.proof);
        BeaconProofs.verifyBalanceLeaves(fork, balancesRoot, chunks, multiproof.balanceRoots, multiproof.proof);
        _store(checkpoint, timestamp);
    }

    /// @dev Takes the balances as the leaves have them. @return chunks the leaves' places in the list, falling
    function _takeBalances(
        Checkpoint memory checkpoint,
        uint64 timestamp,
        BalanceMultiproof calldata multiproof
    ) private returns (uint256[] memory chunks) {
        bytes32[] calldata leaves = multiproof.balanceRoots;
        chunks = new uint256[](leaves.length);
        uint256 needed = 0;
        uint256 previous = type(uint256).max;
        for (uint256 i = 0; i < multiproof.pubkeyHashes.length; ++i) {
            bytes32 pubkeyHash = multiproof.pubkeyHashes[i];
            uint40 index = _indexBelow(previous, pubkeyHash);
            if (needed == 0 || previous / 4 != index / 4) {
                if (needed == leaves.length) revert LeavesMissing(leaves.length, needed + 1);
                chunks[needed++] = index / 4;
            }
            previous = index;
            _takeLeaf(checkpoint, timestamp, pubkeyHash, leaves[needed - 1]);
        }
        if (needed != leaves.length) revert LeavesMissing(leaves.length, needed);
    }

    function _indexBelow(uint256 previous, bytes32 pubkeyHash) private view returns (uint40 index) {
        ValidatorInfo storage info = _validators[pubkeyHash];
        index = uint40(info.validatorIndex);
        if (info.status == VALIDATOR_STATUS.INACTIVE || index >= previous) revert ValidatorsOutOfOrder(pubkeyHash);
    }

    /// @dev Passes over whoever is not active or proven already.
    function _takeLeaf(Checkpoint memory checkpoint, uint64 timestamp, bytes32 pubkeyHash, bytes32 leaf) private {
        ValidatorInfo memory info = _validators[pubkeyHash];
        if (info.status != VALIDATOR_STATUS.ACTIVE || info.lastCheckpointedAt >= timestamp) return;
        uint64 balanceGwei = ValidatorFields.balanceIn(leaf, uint40(info.validatorIndex));
        _takeProven(checkpoint, info, pubkeyHash, balanceGwei, timestamp);
    }
}
