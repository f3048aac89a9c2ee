// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @notice A strategy holds one token and issues shares of it to the StrategyManager's stakers.
/// @dev S = `totalShares`, B = the token balance, read live: donations and rebases move the rate. Both carry a virtual
/// 1e3, which makes inflating an empty strategy cost more than it takes.
interface IStrategy {
    error OnlyStrategyManager();
    error OnlyUnderlyingToken();
    error NewSharesZero();
    error TotalSharesExceedsMax();
    error WithdrawalAmountExceedsTotalDeposits();
    error MaxPerDepositExceedsMax();
    error BalanceExceedsMaxTotalDeposits();

    /// @notice The rate after an operation: floor(1e18 · (B + 1e3) / (S + 1e3)).
    event ExchangeRateEmitted(uint256 rate);
    event StrategyTokenSet(IERC20 token, uint8 decimals);

    /// @notice Issues shares for `amount` tokens that have been sent in already:
    /// floor(amount · (S + 1e3) / (B + 1e3 − amount)), B with the amount in it.
    /// @dev StrategyManager only. Reverts `OnlyUnderlyingToken`, `NewSharesZero`, `TotalSharesExceedsMax` above 1e38−1.
    function deposit(IERC20 token, uint256 amount) external returns (uint256 newShares);

    /// @notice Redeems shares for floor((B + 1e3) · shares / (S + 1e3)) tokens, sent to `recipient`.
    /// @dev StrategyManager only. Reverts `OnlyUnderlyingToken`, `WithdrawalAmountExceedsTotalDeposits`.
    function withdraw(address recipient, IERC20 token, uint256 amountShares) external returns (uint256 amountOut);

    /// @notice Called before a staker is credited shares; a strategy may refuse by reverting.
    function beforeAddShares(address staker, uint256 shares) external;

    /// @notice Called before a staker's deposit shares go into the queue; a strategy may refuse by reverting.
    function beforeRemoveShares(address staker, uint256 shares) external;

    /// @notice As `sharesToUnderlyingView`.
    function sharesToUnderlying(uint256 amountShares) external view returns (uint256);

    /// @notice As `underlyingToSharesView`.
    function underlyingToShares(uint256 amountUnderlying) external view returns (uint256);

    /// @notice As `userUnderlyingView`.
    function userUnderlying(address user) external returns (uint256);

    /// @notice A user's DEPOSIT shares, which no slash lowers.
    function shares(address user) external view returns (uint256);

    /// @notice Tokens for shares: floor((B + 1e3) · shares / (S + 1e3)).
    function sharesToUnderlyingView(uint256 amountShares) external view returns (uint256);

    /// @notice Shares for tokens: floor(amount · (S + 1e3) / (B + 1e3)).
    function underlyingToSharesView(uint256 amountUnderlying) external view returns (uint256);

    /// @notice Tokens of a user's DEPOSIT shares, rounded down. Ignores slashing: no basis for a price.
    function userUnderlyingView(address user) external view returns (uint256);

    /// @notice The one token of this strategy.
    function underlyingToken() external view returns (IERC20);

    /// @notice Shares in existence, slashed ones that nobody has cleared among them.
    function totalShares() external view returns (uint256);
}
