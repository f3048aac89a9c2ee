// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EpochVault} from "../../contracts/testing/own-vault/EpochVault.sol";
import {ILrtAdapter} from "../../contracts/testing/own-vault/ILrtAdapter.sol";
import {LrtProperties} from "../../contracts/testing/own-vault/LrtProperties.sol";
import {EpochVaultAdapter} from "./EpochVaultAdapter.sol";

contract EpochVaultTest is LrtProperties {
    EpochVault.Flaw private _flaw;

    /// @notice Opens vaults with a flaw from now on.
    function plant(EpochVault.Flaw flaw) external {
        _flaw = flaw;
    }

    function _open() internal override returns (ILrtAdapter) {
        return new EpochVaultAdapter(_flaw);
    }
}
