// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBeaconChain} from "../../1-staking/interfaces/IBeaconChain.sol";
import {BeaconShapes} from "./BeaconShapes.sol";
import {GeneralizedIndex} from "./GeneralizedIndex.sol";
import {Multiproof} from "./Multiproof.sol";
import {ValidatorFields} from "./ValidatorFields.sol";

/// @title Proofs of what a beacon block commits to
/// @notice Each proof is the siblings from a node up to a root that is known already. It has the length that the node's
/// place has in that fork, and no other: a node further up or down cannot pass for it. Under EigenLayer's names.
library BeaconProofs {
    using GeneralizedIndex for *;

    error InvalidProof();
    error InvalidProofLength();
    error InvalidValidatorFieldsLength();
    error EmptyRoot();

    /// @notice The state's root in the header of the block.
    function verifyStateRoot(bytes32 blockRoot, bytes32 stateRoot, bytes calldata proof) internal view {
        _verify(stateRoot, BeaconShapes.STATE_ROOT_IN_HEADER, proof, blockRoot);
    }

    /// @notice Eight fields as those of validator `index` in the state.
    function verifyValidator(
        IBeaconChain.Fork fork,
        bytes32 stateRoot,
        uint40 index,
        bytes32[] memory fields,
        bytes calldata proof
    ) internal view {
        if (fields.length != 8) revert InvalidValidatorFieldsLength();
        uint256 gindex = BeaconShapes.validatorInState(fork, index);
        _checkLengthInList(fork, gindex, proof, BeaconShapes.validatorsIn(fork).depth());
        _climb(ValidatorFields.root(fields), gindex, proof, stateRoot);
    }

    /// @notice The root of the list of balances in the state of the block.
    function verifyBalances(
        IBeaconChain.Fork fork,
        bytes32 blockRoot,
        bytes32 balancesRoot,
        bytes calldata proof
    ) internal view {
        _verify(balancesRoot, BeaconShapes.balancesInHeader(fork), proof, blockRoot);
    }

    /// @notice The balance of validator `index`, from the leaf that holds it in the list.
    function verifyBalance(
        IBeaconChain.Fork fork,
        bytes32 balancesRoot,
        uint40 index,
        bytes32 leaf,
        bytes calldata proof
    ) internal view returns (uint64 balanceGwei) {
        uint256 gindex = BeaconShapes.balanceInList(fork, index);
        _checkLengthInList(fork, gindex, proof, 0);
        _climb(leaf, gindex, proof, balancesRoot);
        return ValidatorFields.balanceIn(leaf, index);
    }

    /// @notice Leaves of the list of balances, all by one proof.
    /// @param chunks places of the leaves in the list, falling
    function verifyBalanceLeaves(
        IBeaconChain.Fork fork,
        bytes32 balancesRoot,
        uint256[] memory chunks,
        bytes32[] memory leaves,
        bytes calldata proof
    ) internal view {
        if (balancesRoot == 0) revert EmptyRoot();
        if (chunks.length == 0) revert InvalidProofLength();
        for (uint256 i = 0; i < chunks.length; ++i) chunks[i] = BeaconShapes.balancesChunk(fork, chunks[i]);
        if (Multiproof.root(chunks, leaves, proof) != balancesRoot) revert InvalidProof();
    }

    /// @dev A proof with the length of another index is whole, and proves something else.
    function _checkLengthInList(
        IBeaconChain.Fork fork,
        uint256 gindex,
        bytes calldata proof,
        uint256 above
    ) private pure {
        if (proof.length == 32 * gindex.depth()) return;
        bool isOfAnother = proof.length % 32 == 0 && BeaconShapes.isLengthInList(fork, proof.length / 32, above);
        if (isOfAnother) revert InvalidProof();
        revert InvalidProofLength();
    }

    function _verify(bytes32 node, uint256 gindex, bytes calldata proof, bytes32 root) private view {
        if (proof.length != 32 * gindex.depth()) revert InvalidProofLength();
        _climb(node, gindex, proof, root);
    }

    /// @dev The caller has checked the length.
    function _climb(bytes32 node, uint256 gindex, bytes calldata proof, bytes32 root) private view {
        if (root == 0) revert EmptyRoot();
        if (node.climb(gindex, proof) != root) revert InvalidProof();
    }
}
