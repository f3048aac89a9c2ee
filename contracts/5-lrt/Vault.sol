// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Controls} from "./vault/Controls.sol";
import {Fills} from "./vault/Fills.sol";
import {Income} from "./vault/Income.sol";
import {Moves} from "./vault/Moves.sol";
import {Readings} from "./vault/Readings.sol";
import {VaultDeposits} from "./vault/VaultDeposits.sol";
import {VaultParts} from "./vault/VaultParts.sol";

/// @title The liquid restaking vault
/// @notice The ERC-20 share and its books. Its parts lie side by side over one storage contract: the way in (`VaultDeposits`), sync
/// and the way out (`Fills`), moves between places (`Moves`), gains and fees (`Income`), what settings write (`Controls`) and
/// what can be read (`Readings`). None of them calls another.
/// @custom:decisions 0040 0245
contract Vault is VaultDeposits, Fills, Moves, Income, Controls, Readings {
    constructor(
        Parts memory parts,
        uint256 dripSeconds_,
        uint256 quarantineSeconds_,
        uint256 maxCheckpointAgeSeconds_
    ) VaultParts(parts, dripSeconds_, quarantineSeconds_, maxCheckpointAgeSeconds_) {}
}
