// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IPauserRegistry} from "../../3-restaking/interfaces/IPauserRegistry.sol";
import {IStrategyManager} from "../../3-restaking/interfaces/IStrategyManager.sol";
import {StrategyBase} from "../../3-restaking/strategies/StrategyBase.sol";

/// @title Strategy whose hooks refuse shares to come or to go, as duration vaults do.
contract VetoingStrategy is StrategyBase {
    bool public refusesIn;
    bool public refusesOut;

    error Vetoed(address staker);

    constructor(
        IStrategyManager strategyManager_,
        IERC20 underlyingToken_,
        IPauserRegistry pauserRegistry_
    ) StrategyBase(strategyManager_, underlyingToken_, pauserRegistry_) {}

    /// @notice From now on refuse shares that come (`in_`) and shares that go (`out`).
    function refuse(bool in_, bool out) external {
        (refusesIn, refusesOut) = (in_, out);
    }

    /// @inheritdoc StrategyBase
    function beforeAddShares(address staker, uint256) external view override onlyStrategyManager {
        if (refusesIn) revert Vetoed(staker);
    }

    /// @inheritdoc StrategyBase
    function beforeRemoveShares(address staker, uint256) external view override onlyStrategyManager {
        if (refusesOut) revert Vetoed(staker);
    }
}
