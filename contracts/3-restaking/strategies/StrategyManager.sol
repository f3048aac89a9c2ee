// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IAllocationManager} from "../interfaces/IAllocationManager.sol";
import {IDelegationManager} from "../interfaces/IDelegationManager.sol";
import {IPauserRegistry} from "../interfaces/IPauserRegistry.sol";
import {IShareManager} from "../interfaces/IShareManager.sol";
import {IStrategy} from "../interfaces/IStrategy.sol";
import {IStrategyManager} from "../interfaces/IStrategyManager.sol";
import {StakerStrategies} from "../libraries/StakerStrategies.sol";
import {Pausable} from "../permissions/Pausable.sol";
import {SignatureUtils} from "../permissions/SignatureUtils.sol";
import {SlashedShares} from "./SlashedShares.sol";

/// @title Where tokens enter and leave restaking
/// @notice Tokens go straight into strategies; the shares that come back are a staker's deposit shares. They rise by
/// deposits and by withdrawals completed as shares, fall when queued, and no slash touches them: what a slash leaves
/// is for the DelegationManager to say.
/// @dev Every change is reported to, or asked for by, the DelegationManager. A strategy hears of shares before they
/// move and may refuse. Only whitelisted strategies take deposits; all else works with any strategy that ever did.
/// Trusts strategies with the amounts that they return, so the whitelist must hold none that lies.
contract StrategyManager is SlashedShares, Pausable, SignatureUtils {
    using SafeERC20 for IERC20;
    using StakerStrategies for StakerStrategies.Portfolio;

    uint8 private constant PAUSED_DEPOSITS = 0;
    uint256 private constant MAX_STAKER_STRATEGY_LIST_LENGTH = 32;
    bytes32 private constant DEPOSIT_TYPEHASH = keccak256(
        "Deposit(address staker,address strategy,address token,uint256 amount,uint256 nonce,uint256 expiry)"
    );

    /// @notice Who chooses the strategies that take deposits.
    address public immutable strategyWhitelister;

    /// @inheritdoc IStrategyManager
    mapping(address signer => uint256 nonce) public nonces;

    /// @inheritdoc IStrategyManager
    mapping(IStrategy strategy => bool whitelisted) public strategyIsWhitelistedForDeposit;

    mapping(address staker => StakerStrategies.Portfolio) private _portfolios;

    modifier onlyStrategyWhitelister() {
        require(msg.sender == strategyWhitelister, OnlyStrategyWhitelister());
        _;
    }

    constructor(
        IAllocationManager allocationManager_,
        IDelegationManager delegation_,
        IPauserRegistry pauserRegistry_,
        address strategyWhitelister_
    ) SlashedShares(allocationManager_, delegation_) Pausable(pauserRegistry_) {
        strategyWhitelister = strategyWhitelister_;
        emit StrategyWhitelisterChanged(address(0), strategyWhitelister_);
    }

    /// @inheritdoc IStrategyManager
    function depositIntoStrategy(
        IStrategy strategy,
        IERC20 token,
        uint256 amount
    ) external onlyWhenNotPaused(PAUSED_DEPOSITS) nonReentrant returns (uint256 depositShares) {
        return _deposit(msg.sender, strategy, token, amount);
    }

    /// @inheritdoc IStrategyManager
    function depositIntoStrategyWithSignature(
        IStrategy strategy,
        IERC20 token,
        uint256 amount,
        address staker,
        uint256 expiry,
        bytes calldata signature
    ) external onlyWhenNotPaused(PAUSED_DEPOSITS) nonReentrant returns (uint256 depositShares) {
        bytes32 digest = calculateStrategyDepositDigestHash(staker, strategy, token, amount, nonces[staker]++, expiry);
        _checkSignature(staker, digest, signature, expiry);
        return _deposit(staker, strategy, token, amount);
    }

    /// @inheritdoc IShareManager
    /// @dev Reverts `SharesAmountZero`, `SharesAmountTooHigh`, and what the strategy reverts.
    function removeDepositShares(
        address staker,
        IStrategy strategy,
        uint256 depositSharesToRemove
    ) external onlyDelegationManager nonReentrant returns (uint256 sharesAfter) {
        require(depositSharesToRemove != 0, SharesAmountZero());
        StakerStrategies.Portfolio storage portfolio = _portfolios[staker];
        require(depositSharesToRemove <= portfolio.holdings[strategy].shares, SharesAmountTooHigh());
        strategy.beforeRemoveShares(staker, depositSharesToRemove);
        return portfolio.decrease(strategy, depositSharesToRemove);
    }

    /// @inheritdoc IShareManager
    /// @dev Reverts `StakerAddressZero`, `SharesAmountZero`, `MaxStrategiesExceeded`, and what the strategy reverts.
    function addShares(
        address staker,
        IStrategy strategy,
        uint256 shares
    ) external onlyDelegationManager nonReentrant returns (uint256, uint256) {
        return (_addShares(staker, strategy, shares), shares);
    }

    /// @inheritdoc IShareManager
    function withdrawSharesAsTokens(
        address staker,
        IStrategy strategy,
        IERC20 token,
        uint256 shares
    ) external onlyDelegationManager nonReentrant {
        strategy.withdraw(staker, token, shares);
    }

    /// @inheritdoc IStrategyManager
    function addStrategiesToDepositWhitelist(
        IStrategy[] calldata strategiesToWhitelist
    ) external onlyStrategyWhitelister {
        for (uint256 i = 0; i < strategiesToWhitelist.length; i++) {
            IStrategy strategy = strategiesToWhitelist[i];
            if (strategyIsWhitelistedForDeposit[strategy]) continue;
            strategyIsWhitelistedForDeposit[strategy] = true;
            emit StrategyAddedToDepositWhitelist(strategy);
        }
    }

    /// @inheritdoc IStrategyManager
    function removeStrategiesFromDepositWhitelist(
        IStrategy[] calldata strategiesToRemoveFromWhitelist
    ) external onlyStrategyWhitelister {
        for (uint256 i = 0; i < strategiesToRemoveFromWhitelist.length; i++) {
            IStrategy strategy = strategiesToRemoveFromWhitelist[i];
            if (!strategyIsWhitelistedForDeposit[strategy]) continue;
            strategyIsWhitelistedForDeposit[strategy] = false;
            emit StrategyRemovedFromDepositWhitelist(strategy);
        }
    }

    /// @inheritdoc IShareManager
    function stakerDepositShares(address user, IStrategy strategy) external view returns (uint256) {
        return _portfolios[user].holdings[strategy].shares;
    }

    /// @inheritdoc IStrategyManager
    function getDeposits(address staker) external view returns (IStrategy[] memory, uint256[] memory) {
        return _portfolios[staker].values();
    }

    /// @inheritdoc IStrategyManager
    function getStakerStrategyList(address staker) external view returns (IStrategy[] memory) {
        return _portfolios[staker].list();
    }

    /// @inheritdoc IStrategyManager
    function stakerStrategyList(address staker, uint256 index) external view returns (IStrategy strategies) {
        IStrategy[] memory list = _portfolios[staker].list();
        // RST-101: the real one is the getter of a mapping of arrays, which says nothing
        if (index >= list.length) {
            assembly ("memory-safe") {
                revert(0, 0)
            }
        }
        return list[index];
    }

    /// @inheritdoc IStrategyManager
    function stakerStrategyListLength(address staker) external view returns (uint256) {
        return _portfolios[staker].entries[0].length;
    }

    /// @inheritdoc IStrategyManager
    function calculateStrategyDepositDigestHash(
        address staker,
        IStrategy strategy,
        IERC20 token,
        uint256 amount,
        uint256 nonce,
        uint256 expiry
    ) public view returns (bytes32) {
        bytes32 message = keccak256(abi.encode(DEPOSIT_TYPEHASH, staker, strategy, token, amount, nonce, expiry));
        return _hashTypedDataV4(message);
    }

    /// @dev Moves the caller's tokens into the strategy and credits `staker` what the strategy says they are worth.
    function _deposit(
        address staker,
        IStrategy strategy,
        IERC20 token,
        uint256 amount
    ) private returns (uint256 shares) {
        require(strategyIsWhitelistedForDeposit[strategy], StrategyNotWhitelisted());
        token.safeTransferFrom(msg.sender, address(strategy), amount);
        shares = strategy.deposit(token, amount);
        uint256 prevDepositShares = _addShares(staker, strategy, shares);
        delegation.increaseDelegatedShares(staker, strategy, prevDepositShares, shares);
    }

    function _addShares(address staker, IStrategy strategy, uint256 shares) private returns (uint256 prevShares) {
        require(staker != address(0), StakerAddressZero());
        require(shares != 0, SharesAmountZero());
        strategy.beforeAddShares(staker, shares);
        StakerStrategies.Portfolio storage portfolio = _portfolios[staker];
        prevShares = portfolio.increase(strategy, shares);
        if (prevShares == 0) {
            require(portfolio.entries[0].length <= MAX_STAKER_STRATEGY_LIST_LENGTH, MaxStrategiesExceeded());
        }
        emit Deposit(staker, strategy, shares);
    }
}
