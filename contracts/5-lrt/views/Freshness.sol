// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVault} from "../interfaces/IVault.sol";
import {AccountingWords} from "./AccountingWords.sol";

/// @title How old what the vault knows may be
/// @notice For contracts beside the vault that price something by it: they make a full sync, and then ask here what the
/// vault itself asks before it pays an exit.
/// @custom:decisions 0093
library Freshness {
    using AccountingWords for uint256[4];

    /// @notice Timestamp of the oldest information that the last full sync found.
    /// @dev Reverts `CheckpointTooOld` where the vault refuses to price anything by it (VLT-66).
    function asOf(IVault vault) internal view returns (uint256 oldest) {
        oldest = vault.bookWords().read().asOf;
        uint256 maxAgeSeconds = vault.maxCheckpointAgeSeconds();
        if (block.timestamp > oldest + maxAgeSeconds) revert IVault.CheckpointTooOld(oldest, maxAgeSeconds);
    }
}
