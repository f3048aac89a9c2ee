// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBeaconChain} from "../../1-staking/interfaces/IBeaconChain.sol";

/// @title IKeyVerifier
/// @notice What the beacon chain says about a validator, as somebody proves it: the root of a block, the validator's index
/// and a proof of its fields and balance (or of its deposit in the queue) against that root.
interface IKeyVerifier {
    /// @notice What `KeyVerifier` takes as a proof, ABI encoded; each part is what the pods take under that name.
    /// @param beaconStateRoot of the block's state, and its proof in the block
    /// @param validatorFields the eight leaves of the validator, and their proof in the state
    /// @param balanceContainerRoot of the list of balances, and its proof in the block
    /// @param balanceRoot the leaf with the validator's balance, and its proof in that list
    struct KeyProof {
        bytes32 beaconStateRoot;
        bytes stateRootProof;
        bytes32[] validatorFields;
        bytes validatorProof;
        bytes32 balanceContainerRoot;
        bytes balanceContainerProof;
        bytes32 balanceRoot;
        bytes balanceProof;
    }

    /// @notice The validator in the state that the root names.
    /// @param timestamp under which the root was asked for: it says by which fork the proof is read
    /// @param blockRoot a pod's `getParentBlockRoot` of a time, or the root of its checkpoint
    /// @dev Reverts when the proof does not hold.
    function validatorAt(
        uint64 timestamp,
        bytes32 blockRoot,
        uint40 index,
        bytes calldata proof
    ) external view returns (IBeaconChain.Validator memory);

    /// @notice Timestamp (seconds) at which an epoch begins; the greatest number for an epoch that is not known.
    function timeOf(uint64 epoch) external view returns (uint256 timestamp);
}
