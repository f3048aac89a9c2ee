// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IPauserRegistry} from "../interfaces/IPauserRegistry.sol";
import {IStrategy} from "../interfaces/IStrategy.sol";
import {IStrategyManager} from "../interfaces/IStrategyManager.sol";
import {Pausable} from "../permissions/Pausable.sol";

/// @title A strategy: one token, and shares of whatever balance of it lies here
/// @notice With S shares in existence and B tokens, both raised by a virtual 1e3:
///
///   deposit of a:   shares = ⌊a·S / B⌋        (B before the deposit)
///   redeeming s:    tokens = ⌊B·s / S⌋
///
/// B is read live, so a rebase or a donation moves the rate for all shares alike: of stakers, of the queue, and of
/// slashes that nobody has cleared. Both roundings leave the dust here.
/// @dev The virtual 1e3 makes a first depositor who inflates the rate lose more than the victim.
/// Asks of the token: no fee on transfer, no callback that matters; the StrategyManager is locked meanwhile.
/// Not here: whose the shares are (StrategyManager), what slashing left of them (DelegationManager).
contract StrategyBase is IStrategy, Pausable {
    using SafeERC20 for IERC20;

    uint8 private constant PAUSED_DEPOSITS = 0;
    uint8 private constant PAUSED_WITHDRAWALS = 1;
    uint256 private constant VIRTUAL_SHARES = 1e3;
    uint256 private constant VIRTUAL_BALANCE = 1e3;
    uint256 private constant MAX_TOTAL_SHARES = 1e38 - 1;

    /// @notice The only caller of deposits and withdrawals.
    IStrategyManager public immutable strategyManager;

    /// @inheritdoc IStrategy
    IERC20 public immutable underlyingToken;

    /// @inheritdoc IStrategy
    uint256 public totalShares;

    modifier onlyStrategyManager() {
        require(msg.sender == address(strategyManager), OnlyStrategyManager());
        _;
    }

    constructor(
        IStrategyManager strategyManager_,
        IERC20 underlyingToken_,
        IPauserRegistry pauserRegistry_
    ) Pausable(pauserRegistry_) {
        strategyManager = strategyManager_;
        underlyingToken = underlyingToken_;
        emit StrategyTokenSet(underlyingToken_, IERC20Metadata(address(underlyingToken_)).decimals());
    }

    /// @inheritdoc IStrategy
    function deposit(
        IERC20 token,
        uint256 amount
    ) external onlyWhenNotPaused(PAUSED_DEPOSITS) onlyStrategyManager returns (uint256 newShares) {
        uint256 balance = underlyingToken.balanceOf(address(this));
        _checkDeposit(token, amount, balance);

        uint256 sharesBefore = totalShares;
        uint256 balanceAfter = balance + VIRTUAL_BALANCE;
        newShares = (amount * (sharesBefore + VIRTUAL_SHARES)) / (balanceAfter - amount);
        require(newShares != 0, NewSharesZero());
        uint256 sharesAfter = sharesBefore + newShares;
        require(sharesAfter <= MAX_TOTAL_SHARES, TotalSharesExceedsMax());
        totalShares = sharesAfter;
        emit ExchangeRateEmitted((1e18 * balanceAfter) / (sharesAfter + VIRTUAL_SHARES));
    }

    /// @inheritdoc IStrategy
    function withdraw(
        address recipient,
        IERC20 token,
        uint256 amountShares
    ) external onlyWhenNotPaused(PAUSED_WITHDRAWALS) onlyStrategyManager returns (uint256 amountOut) {
        require(address(token) == address(underlyingToken), OnlyUnderlyingToken());
        uint256 sharesBefore = totalShares;
        require(amountShares <= sharesBefore, WithdrawalAmountExceedsTotalDeposits());

        uint256 balance = _virtualBalance();
        amountOut = (balance * amountShares) / (sharesBefore + VIRTUAL_SHARES);
        uint256 sharesAfter = sharesBefore - amountShares;
        totalShares = sharesAfter;
        emit ExchangeRateEmitted((1e18 * (balance - amountOut)) / (sharesAfter + VIRTUAL_SHARES));
        token.safeTransfer(recipient, amountOut);
    }

    /// @inheritdoc IStrategy
    /// @dev Never refuses here; the manager alone may ask.
    function beforeAddShares(address, uint256) external virtual onlyStrategyManager {}

    /// @inheritdoc IStrategy
    /// @dev Never refuses here; the manager alone may ask.
    function beforeRemoveShares(address, uint256) external virtual onlyStrategyManager {}

    /// @inheritdoc IStrategy
    function sharesToUnderlying(uint256 amountShares) external view returns (uint256) {
        return sharesToUnderlyingView(amountShares);
    }

    /// @inheritdoc IStrategy
    function underlyingToShares(uint256 amountUnderlying) external view returns (uint256) {
        return underlyingToSharesView(amountUnderlying);
    }

    /// @inheritdoc IStrategy
    function userUnderlying(address user) external virtual returns (uint256) {
        return userUnderlyingView(user);
    }

    /// @inheritdoc IStrategy
    function shares(address user) public view returns (uint256) {
        return strategyManager.stakerDepositShares(user, IStrategy(address(this)));
    }

    /// @inheritdoc IStrategy
    function sharesToUnderlyingView(uint256 amountShares) public view returns (uint256) {
        return (_virtualBalance() * amountShares) / (totalShares + VIRTUAL_SHARES);
    }

    /// @inheritdoc IStrategy
    function underlyingToSharesView(uint256 amountUnderlying) public view returns (uint256) {
        return (amountUnderlying * (totalShares + VIRTUAL_SHARES)) / _virtualBalance();
    }

    /// @inheritdoc IStrategy
    function userUnderlyingView(address user) public view returns (uint256) {
        return sharesToUnderlyingView(shares(user));
    }

    /// @dev What a deposit has to be; `balance` has the amount in it.
    function _checkDeposit(IERC20 token, uint256, uint256) internal view virtual {
        require(address(token) == address(underlyingToken), OnlyUnderlyingToken());
    }

    function _virtualBalance() private view returns (uint256) {
        return underlyingToken.balanceOf(address(this)) + VIRTUAL_BALANCE;
    }
}
