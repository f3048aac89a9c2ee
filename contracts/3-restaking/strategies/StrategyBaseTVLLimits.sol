// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IPauserRegistry} from "../interfaces/IPauserRegistry.sol";
import {IStrategyManager} from "../interfaces/IStrategyManager.sol";
import {StrategyBase} from "./StrategyBase.sol";

/// @title A strategy with limits
/// @notice Limits a deposit, and the balance after it. Limits stop deposits only: withdrawals, donations and rebases
/// pass.
contract StrategyBaseTVLLimits is StrategyBase {
    /// @notice The most tokens that one deposit may bring.
    uint256 public maxPerDeposit;

    /// @notice The most tokens that may lie here after a deposit.
    uint256 public maxTotalDeposits;

    event MaxPerDepositUpdated(uint256 previousValue, uint256 newValue);
    event MaxTotalDepositsUpdated(uint256 previousValue, uint256 newValue);

    constructor(
        IStrategyManager strategyManager_,
        IERC20 underlyingToken_,
        IPauserRegistry pauserRegistry_,
        uint256 maxPerDeposit_,
        uint256 maxTotalDeposits_
    ) StrategyBase(strategyManager_, underlyingToken_, pauserRegistry_) {
        _setTVLLimits(maxPerDeposit_, maxTotalDeposits_);
    }

    /// @notice Sets both limits, in tokens. The unpauser only (`OnlyUnpauser`). Reverts `MaxPerDepositExceedsMax` when
    /// one deposit could be more than all. Emits both events.
    function setTVLLimits(uint256 newMaxPerDeposit, uint256 newMaxTotalDeposits) external {
        require(msg.sender == pauserRegistry.unpauser(), OnlyUnpauser());
        _setTVLLimits(newMaxPerDeposit, newMaxTotalDeposits);
    }

    /// @notice Both limits, in tokens.
    function getTVLLimits() external view returns (uint256, uint256) {
        return (maxPerDeposit, maxTotalDeposits);
    }

    /// @dev Reverts `MaxPerDepositExceedsMax`, `BalanceExceedsMaxTotalDeposits`, `OnlyUnderlyingToken`.
    function _checkDeposit(IERC20 token, uint256 amount, uint256 balance) internal view override {
        require(amount <= maxPerDeposit, MaxPerDepositExceedsMax());
        require(balance <= maxTotalDeposits, BalanceExceedsMaxTotalDeposits());
        super._checkDeposit(token, amount, balance);
    }

    function _setTVLLimits(uint256 newMaxPerDeposit, uint256 newMaxTotalDeposits) private {
        emit MaxPerDepositUpdated(maxPerDeposit, newMaxPerDeposit);
        emit MaxTotalDepositsUpdated(maxTotalDeposits, newMaxTotalDeposits);
        require(newMaxPerDeposit <= newMaxTotalDeposits, MaxPerDepositExceedsMax());
        maxPerDeposit = newMaxPerDeposit;
        maxTotalDeposits = newMaxTotalDeposits;
    }
}
