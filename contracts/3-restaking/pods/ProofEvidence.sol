// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEigenPod} from "../interfaces/IEigenPod.sol";
import {BeaconProofs} from "../proofs/BeaconProofs.sol";
import {ForkedProofs} from "../proofs/ForkedProofs.sol";
import {ParentRoots} from "../proofs/ParentRoots.sol";
import {PodEvidence} from "./PodEvidence.sol";

/// @title Evidence by Merkle proofs of beacon states
/// @notice The root of a block comes from EIP-4788, all else is proven against it by the shape that the state has in its
/// fork. The state is that of the parent block.
/// @custom:decisions 0259, 0260
abstract contract ProofEvidence is PodEvidence, ForkedProofs {
    uint64 private constant ROOTS_KEPT_SECONDS = 8191 * 12; // EIP-4788

    /// @inheritdoc IEigenPod
    function getParentBlockRoot(uint64 timestamp) public view returns (bytes32) {
        if (block.timestamp - timestamp >= ROOTS_KEPT_SECONDS) revert TimestampOutOfRange();
        return ParentRoots.parentOf(timestamp);
    }

    /// @dev No proof leads to a root of zero, so no checkpoint begins on one: it could not be finished.
    function _checkpointRoot() internal view override returns (bytes32 root) {
        uint64 timestamp = uint64(block.timestamp);
        _checkKnown(timestamp);
        root = getParentBlockRoot(timestamp);
        if (root == 0) revert BeaconProofs.EmptyRoot();
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
        _verifyValidator(timestamp, stateRoot, index, fields, proof);
    }

    function _balancesRoot(
        uint64 timestamp,
        bytes32 blockRoot,
        BalanceContainerProof calldata container
    ) internal view override returns (bytes32 balancesRoot) {
        balancesRoot = container.balanceContainerRoot;
        _verifyBalances(timestamp, blockRoot, balancesRoot, container.proof);
    }

    function _balance(
        uint64 timestamp,
        bytes32 balancesRoot,
        uint40 index,
        BalanceProof calldata leaf
    ) internal view override returns (uint64) {
        return _verifyBalance(timestamp, balancesRoot, index, leaf.balanceRoot, leaf.proof);
    }
}
