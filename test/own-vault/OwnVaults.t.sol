// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CappedRule} from "../../contracts/5-lrt/pricing/CappedRule.sol";
import {ExposedRule} from "../../contracts/5-lrt/pricing/ExposedRule.sol";
import {LossOnlyRule} from "../../contracts/5-lrt/pricing/LossOnlyRule.sol";
import {EpochVault} from "../../contracts/testing/own-vault/EpochVault.sol";
import {FifoPool} from "../../contracts/testing/own-vault/FifoPool.sol";
import {ILrtAdapter} from "../../contracts/testing/own-vault/ILrtAdapter.sol";
import {LrtProperties} from "../../contracts/testing/own-vault/LrtProperties.sol";
import {EpochVaultAdapter} from "./EpochVaultAdapter.sol";
import {FifoPoolAdapter} from "./FifoPoolAdapter.sol";
import {LadderAdapter} from "./LadderAdapter.sol";

contract OwnExposedTest is LrtProperties {
    function _open() internal override returns (ILrtAdapter) {
        return new LadderAdapter(new ExposedRule());
    }
}

contract OwnCappedTest is LrtProperties {
    function _open() internal override returns (ILrtAdapter) {
        return new LadderAdapter(new CappedRule());
    }
}

contract OwnLossOnlyTest is LrtProperties {
    function _open() internal override returns (ILrtAdapter) {
        return new LadderAdapter(new LossOnlyRule());
    }
}

contract OwnEpochsTest is LrtProperties {
    function _open() internal override returns (ILrtAdapter) {
        return new EpochVaultAdapter(EpochVault.Flaw.None);
    }
}

contract OwnFifoTest is LrtProperties {
    function _open() internal override returns (ILrtAdapter) {
        return new FifoPoolAdapter(FifoPool.Flaw.None);
    }
}
