// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVault} from "./IVault.sol";
import {IVaultControls} from "./IVaultControls.sol";
import {IVaultModules} from "./IVaultModules.sol";

/// @title IFullVault
/// @notice The vault as its own parts see it: what anybody may call, and what only they may.
interface IFullVault is IVault, IVaultModules, IVaultControls {}
