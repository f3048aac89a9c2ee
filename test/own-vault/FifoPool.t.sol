// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FifoPool} from "../../contracts/testing/own-vault/FifoPool.sol";
import {ILrtAdapter} from "../../contracts/testing/own-vault/ILrtAdapter.sol";
import {LrtProperties} from "../../contracts/testing/own-vault/LrtProperties.sol";
import {FifoPoolAdapter} from "./FifoPoolAdapter.sol";

contract FifoPoolTest is LrtProperties {
    FifoPool.Flaw private _flaw;

    /// @notice Opens vaults with a flaw from now on.
    function plant(FifoPool.Flaw flaw) external {
        _flaw = flaw;
    }

    function _open() internal override returns (ILrtAdapter) {
        return new FifoPoolAdapter(_flaw);
    }
}
