// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EpochVault} from "../../contracts/testing/own-vault/EpochVault.sol";
import {FifoPool} from "../../contracts/testing/own-vault/FifoPool.sol";
import {ILrtAdapter} from "../../contracts/testing/own-vault/ILrtAdapter.sol";
import {LrtProperties} from "../../contracts/testing/own-vault/LrtProperties.sol";
import {EpochVaultAdapter} from "./EpochVaultAdapter.sol";
import {FifoPoolAdapter} from "./FifoPoolAdapter.sol";

/// @dev Its properties are run by the test below.
contract FlawedEpochs is LrtProperties {
    EpochVault.Flaw private immutable _flaw;

    constructor(EpochVault.Flaw flaw) {
        _flaw = flaw;
    }

    function _open() internal override returns (ILrtAdapter) {
        return new EpochVaultAdapter(_flaw);
    }
}

contract FlawedFifo is LrtProperties {
    FifoPool.Flaw private immutable _flaw;

    constructor(FifoPool.Flaw flaw) {
        _flaw = flaw;
    }

    function _open() internal override returns (ILrtAdapter) {
        return new FifoPoolAdapter(_flaw);
    }
}
