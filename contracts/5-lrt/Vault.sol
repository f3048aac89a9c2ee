// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Ranges} from "../shared/Ranges.sol";
import {Controls} from "./access/Controls.sol";
import {VaultAccounting} from "./accounting/VaultAccounting.sol";
import {ComponentAccounting} from "./accounting/ComponentAccounting.sol";
import {SharePrice} from "./accounting/SharePrice.sol";
import {Fills} from "./exits/Fills.sol";
import {ILstReserve} from "./interfaces/ILstReserve.sol";
import {IVault} from "./interfaces/IVault.sol";
import {IVaultModules} from "./interfaces/IVaultModules.sol";
import {IVaultSettings} from "./interfaces/IVaultSettings.sol";

/// @title The liquid restaking vault
/// @notice The ERC-20 share and its books: who may move what in them, and what can be read.
/// @custom:decisions 0040
contract Vault is Controls {
    using SafeCast for uint256;

    /// @notice Whom the vault knows, each for one thing.
    struct Parts {
        address settings;
        address queue;
        address restaker;
        address cover;
        address pricingRule;
        address rewardsClaimer;
        address instantExit;
        address slashingGuard;
        address runOff;
    }

    address public immutable restaker;
    address public immutable rewardsClaimer;

    modifier onlyRestaker() {
        _checkRestaker();
        _;
    }

    function _checkRestaker() private view {
        if (msg.sender != restaker) revert OnlyRestaker(msg.sender);
    }

    /// @dev No half of a move can be read as a price (VLT-67).
    modifier whole() {
        if (_moving) revert MoveInProgress();
        _;
    }

    constructor(
        Parts memory parts,
        uint256 dripSeconds_,
        uint256 quarantineSeconds_,
        uint256 maxCheckpointAgeSeconds_
    )
        VaultAccounting(parts.cover, dripSeconds_)
        ComponentAccounting(quarantineSeconds_, maxCheckpointAgeSeconds_, parts.runOff)
        Fills(parts.queue, parts.pricingRule, parts.instantExit, parts.slashingGuard)
        Controls(parts.settings)
    {
        Ranges.within(dripSeconds_, 1 hours, 30 days);
        Ranges.within(quarantineSeconds_, 1 hours, 30 days);
        Ranges.within(maxCheckpointAgeSeconds_, 1 hours, 60 days);
        restaker = parts.restaker;
        rewardsClaimer = parts.rewardsClaimer;
    }

    /// @inheritdoc IVault
    function syncAll() external {
        _syncAll();
    }

    /// @inheritdoc IVault
    function sync(address component) external {
        _sync(component);
    }

    /// @inheritdoc IVault
    function reportFailure(address component) external {
        _reportFailure(component);
    }

    function _restaker() internal view override returns (address) {
        return restaker;
    }

    // --- moves ------------------------------------------------------------------------------------------------------

    /// @inheritdoc IVaultModules
    function beginMove(address from, address to) external onlyRestaker {
        _beginMove(from, to);
    }

    /// @inheritdoc IVaultModules
    function sendIdle(uint256 assets) external onlyRestaker {
        _checkSurplus(assets, _waitingAssets());
        Address.sendValue(payable(_takeIdle(assets)), assets);
    }

    /// @inheritdoc IVaultModules
    function returnIdle() external payable {
        _putIdle(msg.sender, msg.value);
    }

    /// @inheritdoc IVaultModules
    function endMove(uint256 maxLossAssets) external onlyRestaker {
        _endMove(maxLossAssets);
    }

    // --- what the books owe -------------------------------------------------------------------------------------------

    /// @inheritdoc IVault
    function payOwed() external returns (uint256 fees) {
        address feeRecipient = IVaultSettings(settings).feeRecipient();
        if (feeRecipient == address(0)) return 0;
        fees = Math.min(_feesOwed, Math.saturatingSub(_gate.idle, _waitingAssets()));
        if (fees == 0) return 0;
        _gate.idle -= uint96(fees);
        _feesOwed -= uint96(fees);
        emit FeesCollected(feeRecipient, fees);
        Address.sendValue(payable(feeRecipient), fees);
    }

    // --- gains that no sync finds -----------------------------------------------------------------------------------

    /// @inheritdoc IVaultModules
    function receiveGain(Gain cause) external payable {
        if (msg.sender != rewardsClaimer && msg.sender != address(queue)) revert NotACounterpart(msg.sender);
        _gate.idle += msg.value.toUint96();
        _receiveGain(cause, msg.sender, msg.value);
    }

    /// @inheritdoc IVaultModules
    function bookLstGain(address lst, uint256 amount) external returns (uint256 assets) {
        if (msg.sender != rewardsClaimer) revert NotACounterpart(msg.sender);
        ILstReserve reserve = _reserveOf(lst);
        assets = reserve.receiveLst(amount, false);
        _book(address(reserve), assets.toInt256());
        _receiveGain(Gain.Reward, msg.sender, assets);
    }

    /// @inheritdoc IVaultModules
    function receiveCover() external payable {
        if (msg.sender != address(cover)) revert NotACounterpart(msg.sender);
        _gate.idle += msg.value.toUint96();
    }

    // --- views ------------------------------------------------------------------------------------------------------

    /// @inheritdoc IVault
    function rate() external view whole returns (uint256) {
        return _exitValue(1e18);
    }

    /// @inheritdoc IVault
    function depositRate() external view whole returns (uint256) {
        uint256 withVirtual = _shownTotal() + SharePrice.VIRTUAL;
        return Math.mulDiv(1e18, withVirtual, totalSupply() + SharePrice.VIRTUAL, Math.Rounding.Ceil);
    }

    /// @inheritdoc IVault
    function toAssetsDown(uint256 shares) external view returns (uint256) {
        return _exitValue(shares);
    }

    /// @inheritdoc IVault
    function toSharesDown(uint256 assets) public view whole returns (uint256) {
        return SharePrice.toSharesDown(assets, _shownTotal(), totalSupply());
    }

    function _shownTotal() private view returns (uint256) {
        (uint256 recognised, uint256 lockedProfit, ) = _current();
        return recognised + lockedProfit;
    }

    /// @inheritdoc IVault
    function previewDepositLst(address lst, uint256 amount) external view returns (uint256) {
        return toSharesDown(_reserveOf(lst).toAssetsDown(amount));
    }

    /// @inheritdoc IVault
    function totals() external view whole returns (Totals memory t) {
        uint256 beyond;
        (t.recognised, t.lockedProfit, beyond) = _current();
        t.idle = _gate.idle;
        t.feesOwed = Math.saturatingSub(_feesOwed, beyond);
        t.supply = totalSupply();
        t.dripEnd = _prices.dripEnd;
        t.lastFullSync = _gate.lastFullSync;
    }

    /// @inheritdoc IVault
    function updatedAt() external view returns (uint256) {
        return _gate.lastFullSync;
    }

    /// @inheritdoc IVault
    function isStale() external view returns (bool) {
        return block.timestamp > _gate.lastFullSync + dripSeconds;
    }

    /// @inheritdoc IVault
    function components() external view returns (address[] memory list) {
        list = new address[](_entries.length);
        for (uint256 i = 0; i < list.length; ++i) list[i] = _entries[i].component;
    }

    /// @inheritdoc IVault
    function recordOf(address component) external view returns (int256) {
        return _entries[_position(component)].record;
    }

    /// @inheritdoc IVault
    function lossFactor() external view returns (uint256) {
        return _losses.lossFactorRay;
    }

    /// @inheritdoc IVault
    function feeBps() external view returns (uint256) {
        return _fees.feeBps;
    }

    /// @inheritdoc IVault
    function highWaterRay() external view returns (uint256) {
        return _fees.highWaterRay;
    }
}
