// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEigenPod} from "../interfaces/IEigenPod.sol";
import {BeaconProofs} from "../proofs/BeaconProofs.sol";
import {ForkSchedule} from "../proofs/ForkSchedule.sol";
import {ParentRoots} from "../proofs/ParentRoots.sol";
import {PodEvidence} from "./PodEvidence.sol";

/// @title Evidence by Merkle proofs of beacon states
/// @notice The root of a block comes from EIP-4788, all else is proven against it by the shape that the state has in its
/// fork. The state is that of the parent block: what the block itself has swept into the pod before a call is in the
/// pod's ether and in the validator's balance as well, there as here. On mainnet sweeps come after a block's
/// transactions, so no call sees one of its own block.
/// @custom:decisions 0260
abstract contract ProofEvidence is PodEvidence, ForkSchedule {
    uint64 private constant ROOTS_KEPT_SECONDS = 8191 * 12; // EIP-4788
    uint256 private constant VALIDATOR_PROOF_BYTES = 47 * 32; // of a fixed list, as the two below
    uint256 private constant BALANCES_PROOF_BYTES = 9 * 32;
    uint256 private constant BALANCE_PROOF_BYTES = 39 * 32;

    /// @inheritdoc IEigenPod
    function getParentBlockRoot(uint64 timestamp) public view returns (bytes32) {
        if (block.timestamp - timestamp >= ROOTS_KEPT_SECONDS) revert TimestampOutOfRange();
        return ParentRoots.parentOf(timestamp);
    }

    function _checkpointRoot() internal view override returns (bytes32) {
        uint64 timestamp = uint64(block.timestamp);
        _checkKnown(timestamp);
        return getParentBlockRoot(timestamp);
    }

    function _checkLaterThan(uint64 timestamp, uint64 lastCheckpoint) internal pure override {
        if (timestamp <= lastCheckpoint) revert BeaconTimestampBeforeLatestCheckpoint();
    }

    function _stateRoot(uint64 timestamp, StateRootProof calldata proof) internal view override returns (bytes32) {
        bytes32 blockRoot = getParentBlockRoot(timestamp);
        _checkKnown(timestamp);
        BeaconProofs.verifyStateRoot(blockRoot, proof.beaconStateRoot, proof.proof);
        return proof.beaconStateRoot;
    }

    function _fields(uint64, uint40, bytes32[] calldata given) internal pure override returns (bytes32[] memory) {
        return given;
    }

    function _checkFields(
        uint64 timestamp,
        bytes32 stateRoot,
        uint40 index,
        bytes32[] memory fields,
        bytes calldata proof
    ) internal view override {
        bool isOlderLength = proof.length == VALIDATOR_PROOF_BYTES;
        BeaconProofs.verifyValidator(_forkAt(timestamp, isOlderLength), stateRoot, index, fields, proof);
    }

    function _balancesRoot(
        uint64 timestamp,
        bytes32 blockRoot,
        BalanceContainerProof calldata container
    ) internal view override returns (bytes32) {
        bool isOlderLength = container.proof.length == BALANCES_PROOF_BYTES;
        bytes32 balancesRoot = container.balanceContainerRoot;
        BeaconProofs.verifyBalances(_forkAt(timestamp, isOlderLength), blockRoot, balancesRoot, container.proof);
        return balancesRoot;
    }

    function _balance(
        uint64 timestamp,
        bytes32 balancesRoot,
        uint40 index,
        BalanceProof calldata leaf
    ) internal view override returns (uint64) {
        bool isOlderLength = leaf.proof.length == BALANCE_PROOF_BYTES;
        return
            BeaconProofs.verifyBalance(
                _forkAt(timestamp, isOlderLength),
                balancesRoot,
                index,
                leaf.balanceRoot,
                leaf.proof
            );
    }
}
