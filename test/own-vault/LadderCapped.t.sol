// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CappedRule} from "../../contracts/5-lrt/pricing/CappedRule.sol";
import {ILrtAdapter} from "../../contracts/testing/own-vault/ILrtAdapter.sol";
import {LrtProperties} from "../../contracts/testing/own-vault/LrtProperties.sol";
import {LadderAdapter} from "./LadderAdapter.sol";

contract LadderCappedTest is LrtProperties {
    function _open() internal override returns (ILrtAdapter) {
        return new LadderAdapter(new CappedRule());
    }
}
