// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBeaconChain} from "../../1-staking/interfaces/IBeaconChain.sol";

/// @title IKeyVerifier
/// @notice What the beacon chain says about a validator, as somebody proves it: the root of a block, the validator's index
/// and a proof of its fields and balance (or of its deposit in the queue) against that root.
interface IKeyVerifier {
    /// @notice The validator in the state that the root names.
    /// @param blockRoot a pod's `getParentBlockRoot` of a time, or the root of its checkpoint
    /// @dev Reverts when the proof does not hold.
    function validatorAt(
        bytes32 blockRoot,
        uint40 index,
        bytes calldata proof
    ) external view returns (IBeaconChain.Validator memory);

    /// @notice Timestamp (seconds) at which an epoch begins; the greatest number for an epoch that is not known.
    function timeOf(uint64 epoch) external view returns (uint256 timestamp);
}
