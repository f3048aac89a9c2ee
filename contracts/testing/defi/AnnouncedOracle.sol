// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IOracle} from "@morpho-org/morpho-blue/src/interfaces/IOracle.sol";
import {IAnnouncedLoss} from "../../5-lrt/interfaces/IAnnouncedLoss.sol";
import {IVault} from "../../5-lrt/interfaces/IVault.sol";
import {IVaultViews} from "../../5-lrt/interfaces/IVaultViews.sol";

/// @notice The price that rung 6 has not: what is announced counts as lost. It shows what that would do.
contract AnnouncedOracle is IOracle {
    IVault private immutable _vault;
    IVaultViews private immutable _views;
    IAnnouncedLoss private immutable _announced;
    bool private immutable _withinBudget;

    constructor(IVault vault, IVaultViews views, IAnnouncedLoss announced, bool withinBudget) {
        (_vault, _views, _announced, _withinBudget) = (vault, views, announced, withinBudget);
    }

    function price() external view returns (uint256) {
        (uint256 recognised, ) = _views.liveTotals();
        uint256 loss = _withinBudget ? _announced.announcedLossWithinBudget() : _announced.announcedLoss();
        uint256 left = recognised - (loss < recognised ? loss : recognised);
        return ((left + 1e6) * 1e36) / (_vault.totalSupply() + 1e6);
    }
}
