// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEigenPod} from "./IEigenPod.sol";

/// @title What a pod takes beside the real pod's ABI: balances that share one proof
interface IPodMultiproofs {
    /// @param pubkeyHashes of validators, their indices falling
    /// @param balanceRoots the leaves with their balances, one for up to four neighbours, in the same order
    /// @param proof what else is needed to fold the leaves to the list's root, as `Multiproof` asks for it
    struct BalanceMultiproof {
        bytes32[] pubkeyHashes;
        bytes32[] balanceRoots;
        bytes proof;
    }

    /// @notice Validators come in falling order of their indices, each once, and have been in this pod.
    error ValidatorsOutOfOrder(bytes32 pubkeyHash);
    /// @notice Each leaf has the balance of at least one validator, and each validator's balance is in one.
    error LeavesMissing(uint256 given, uint256 needed);

    /// @notice Proves balances of the open checkpoint as `verifyCheckpointProofs` does, neighbours at a part of its price.
    /// Anybody may call. Validators that are not active, or proven already, are passed over, though their leaves count.
    /// @dev Reverts `CurrentlyPaused`, `NoActiveCheckpoint`, `ValidatorsOutOfOrder`, `LeavesMissing`, `InvalidProofLength`,
    /// `InvalidMultiproofLength`, `InvalidProof`, `EmptyRoot`. Emits what `verifyCheckpointProofs` emits.
    function verifyCheckpointMultiproof(
        IEigenPod.BalanceContainerProof calldata balanceContainerProof,
        BalanceMultiproof calldata multiproof
    ) external;
}
