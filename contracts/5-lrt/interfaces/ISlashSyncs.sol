// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title ISlashSyncs
/// @notice Syncs what the vault has with an operator, once for each slash of it.
interface ISlashSyncs {
    /// @notice Syncs the operator's slot, unless this function did so before in the same transaction and no maximum
    /// magnitude of the operator has changed since. Anyone.
    /// @dev Reverts with the restaker's and the vault's errors (`NoSlotOf`, too little gas to read).
    function syncSlashed(address operator) external;
}
