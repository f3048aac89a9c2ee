// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBeaconChain} from "../../1-staking/interfaces/IBeaconChain.sol";
import {BeaconProofs} from "../../3-restaking/proofs/BeaconProofs.sol";
import {BeaconShapes} from "../../3-restaking/proofs/BeaconShapes.sol";
import {GeneralizedIndex} from "../../3-restaking/proofs/GeneralizedIndex.sol";

/// @notice Proofs of beacon states, callable one by one.
contract BeaconProofsHarness {
    function stateRoot(bytes32 blockRoot, bytes32 root, bytes calldata proof) external view {
        BeaconProofs.verifyStateRoot(blockRoot, root, proof);
    }

    function validator(
        IBeaconChain.Fork fork,
        bytes32 root,
        uint40 index,
        bytes32[] memory fields,
        bytes calldata proof
    ) external view {
        BeaconProofs.verifyValidator(fork, root, index, fields, proof);
    }

    function balances(IBeaconChain.Fork fork, bytes32 blockRoot, bytes32 root, bytes calldata proof) external view {
        BeaconProofs.verifyBalances(fork, blockRoot, root, proof);
    }

    function balance(
        IBeaconChain.Fork fork,
        bytes32 root,
        uint40 index,
        bytes32 leaf,
        bytes calldata proof
    ) external view returns (uint64) {
        return BeaconProofs.verifyBalance(fork, root, index, leaf, proof);
    }

    function balanceLeaves(
        IBeaconChain.Fork fork,
        bytes32 root,
        uint256[] memory chunks,
        bytes32[] memory leaves,
        bytes calldata proof
    ) external view {
        BeaconProofs.verifyBalanceLeaves(fork, root, chunks, leaves, proof);
    }

    /// @notice Generalized indices of validator `index`: in the state, of the list of balances in a header, in that list.
    function places(
        IBeaconChain.Fork fork,
        uint40 index
    ) external pure returns (uint256 inState, uint256 inHeader, uint256 inList) {
        return (
            BeaconShapes.validatorInState(fork, index),
            BeaconShapes.balancesInHeader(fork),
            BeaconShapes.balanceInList(fork, index)
        );
    }

    function climb(bytes32 node, uint256 gindex, bytes calldata siblings) external view returns (bytes32) {
        return GeneralizedIndex.climb(node, gindex, siblings);
    }
}
