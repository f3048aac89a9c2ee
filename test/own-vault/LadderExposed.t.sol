// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ExposedRule} from "../../contracts/5-lrt/pricing/ExposedRule.sol";
import {ILrtAdapter} from "../../contracts/testing/own-vault/ILrtAdapter.sol";
import {LrtProperties} from "../../contracts/testing/own-vault/LrtProperties.sol";
import {LadderAdapter} from "./LadderAdapter.sol";

contract LadderExposedTest is LrtProperties {
    function _open() internal override returns (ILrtAdapter) {
        return new LadderAdapter(new ExposedRule());
    }
}
