// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccountingWords} from "../accounting/AccountingWords.sol";
import {IVault} from "../interfaces/IVault.sol";

/// @title How old what the vault knows may be
/// @notice For contracts beside the vault that price something by it: they make a full sync, and then ask here what the
/// vault itself asks before it pays an exit.
/// @custom:decisions 0093
library Freshness {
    /// @notice Timestamp of the oldest information that the last full sync found.
    /// @dev Reverts `CheckpointTooOld` where the vault refuses to price anything by it (VLT-66).
    function asOf(IVault vault) internal view returns (uint256 oldest) {
        oldest = AccountingWords.asOfIn(vault.accountingWords()[1]);
        uint256 maxAgeSeconds = vault.maxCheckpointAgeSeconds();
        if (block.timestamp > oldest + maxAgeSeconds) revert IVault.CheckpointTooOld(oldest, maxAgeSeconds);
    }
}
