// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEigenPod} from "../interfaces/IEigenPod.sol";

/// @title What a pod has to be shown of the beacon chain
/// @notice The pod's accounting asks these questions and no others; what counts as an answer is said by whoever
/// implements them. `timestamp` is always that of the block whose parent's state is meant.
abstract contract PodEvidence is IEigenPod {
    /// @dev The root that a checkpoint of this block is about.
    function _checkpointRoot() internal view virtual returns (bytes32);

    /// @dev The root of the state, proven.
    function _stateRoot(
        uint64 timestamp,
        StateRootProof calldata proof
    ) internal view virtual returns (bytes32 stateRoot);

    /// @dev The eight fields of the validator, proven by nothing yet.
    function _fields(
        uint64 timestamp,
        uint40 index,
        bytes32[] calldata given
    ) internal view virtual returns (bytes32[] memory fields);

    /// @dev Reverts unless the fields are the validator's in that state.
    function _checkFields(
        uint64 timestamp,
        bytes32 stateRoot,
        uint40 index,
        bytes32[] memory fields,
        bytes calldata proof
    ) internal view virtual;

    /// @dev What balances of the block's state are proven against, itself proven.
    function _balancesRoot(
        uint64 timestamp,
        bytes32 blockRoot,
        BalanceContainerProof calldata proof
    ) internal view virtual returns (bytes32 balancesRoot);

    /// @dev The validator's balance, proven.
    function _balance(
        uint64 timestamp,
        bytes32 balancesRoot,
        uint40 index,
        BalanceProof calldata proof
    ) internal view virtual returns (uint64 balanceGwei);
}
