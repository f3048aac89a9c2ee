// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IStrategy} from "./IStrategy.sol";
import {IStrategyManager} from "./IStrategyManager.sol";

/// @title The deployed core's way to a strategy
/// @notice There the StrategyManager's whitelister is a factory: anybody has it make the one strategy of a token, which it
/// lists for deposits. What `npm run deploy -- --core` calls of it; there is none in a core of ours.
interface IStrategyFactory {
    /// @notice Makes and lists the strategy of `token`. Reverts when there is one, or the token is blacklisted.
    function deployNewStrategy(IERC20 token) external returns (IStrategy newStrategy);

    /// @notice The strategy that was made for `token`; zero: none.
    function deployedStrategies(IERC20 token) external view returns (IStrategy);

    /// @notice Whether no strategy may be made for `token`.
    function isBlacklisted(IERC20 token) external view returns (bool);

    /// @notice Where strategies are listed.
    function strategyManager() external view returns (IStrategyManager);
}
