// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IPauserRegistry} from "../../3-restaking/interfaces/IPauserRegistry.sol";
import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";
import {IStrategyFactory} from "../../3-restaking/interfaces/IStrategyFactory.sol";
import {IStrategyManager} from "../../3-restaking/interfaces/IStrategyManager.sol";
import {StrategyBase} from "../../3-restaking/strategies/StrategyBase.sol";

/// @title A whitelister that makes strategies, as the deployed core has one
/// @notice Stands in for its StrategyFactory: one strategy a token, listed at once, asked for by anybody.
contract StrategyFactoryDouble is IStrategyFactory {
    IStrategyManager public immutable strategyManager;
    IPauserRegistry private immutable pauserRegistry;

    mapping(IERC20 token => IStrategy) public deployedStrategies;
    mapping(IERC20 token => bool) public isBlacklisted;

    error StrategyAlreadyExists();

    constructor(IStrategyManager strategyManager_, IPauserRegistry pauserRegistry_) {
        (strategyManager, pauserRegistry) = (strategyManager_, pauserRegistry_);
    }

    /// @inheritdoc IStrategyFactory
    function deployNewStrategy(IERC20 token) external returns (IStrategy newStrategy) {
        if (address(deployedStrategies[token]) != address(0)) revert StrategyAlreadyExists();
        newStrategy = new StrategyBase(strategyManager, token, pauserRegistry);
        deployedStrategies[token] = newStrategy;
        IStrategy[] memory list = new IStrategy[](1);
        list[0] = newStrategy;
        strategyManager.addStrategiesToDepositWhitelist(list);
    }
}
