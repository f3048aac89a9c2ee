// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LossOnlyRule} from "../../contracts/5-lrt/pricing/LossOnlyRule.sol";
import {ILrtAdapter} from "../../contracts/testing/own-vault/ILrtAdapter.sol";
import {LrtProperties} from "../../contracts/testing/own-vault/LrtProperties.sol";
import {LadderAdapter} from "./LadderAdapter.sol";

contract LadderLossOnlyTest is LrtProperties {
    function _open() internal override returns (ILrtAdapter) {
        return new LadderAdapter(new LossOnlyRule());
    }
}
