// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SharePrice} from "../accounting/SharePrice.sol";
import {VaultDeposits} from "../accounting/VaultDeposits.sol";
import {IExitQueue} from "../interfaces/IExitQueue.sol";
import {IInstantExit} from "../interfaces/IInstantExit.sol";
import {IPricingRule} from "../interfaces/IPricingRule.sol";
import {IRunOff} from "../interfaces/IRunOff.sol";
import {IVault} from "../interfaces/IVault.sol";
import {IVaultModules} from "../interfaces/IVaultModules.sol";
import {HoldBack} from "./HoldBack.sol";

/// @title The way out, on the vault's side
/// @notice The queue holds escrowed shares, which stay part of the supply until a fill pays for them. A fill is made with
/// every component synced in the same block. s shares are worth floor(s × (T + V) / (supply + V)); the pricing rule pays
/// that or less, and what it withholds enters U. Value leaves T, shares leave the supply, and the exit rate stays where it
/// is, but for rounding upwards (QUE-05).
abstract contract Fills is VaultDeposits, IVaultModules {
    using SafeCast for uint256;

    /// @dev Below it, 1e-18, the loss factor has fewer than nine digits left.
    uint256 private constant LEAST_FACTOR_RAY = 1e9;

    IExitQueue public immutable queue;
    IPricingRule public immutable pricingRule;
    address public immutable instantExit;
    HoldBack public immutable holdBack;
    IRunOff public immutable runOff;

    modifier onlyQueue() {
        _checkQueue();
        _;
    }

    function _checkQueue() private view {
        if (msg.sender != address(queue)) revert NotTheQueue(msg.sender);
    }

    constructor(address queue_, address pricingRule_, address instantExit_, address holdBack_, address runOff_) {
        holdBack = HoldBack(holdBack_);
        runOff = IRunOff(runOff_);
        instantExit = instantExit_;
        queue = IExitQueue(queue_);
        pricingRule = IPricingRule(pricingRule_);
    }

    /// @inheritdoc IVaultModules
    function escrow(address owner, uint256 shares) external onlyQueue returns (uint256 assets) {
        _checkContainment();
        assets = _exitValue(shares);
        _transfer(owner, address(queue), shares);
    }

    /// @inheritdoc IVaultModules
    function release(address receiver, uint256 shares) external onlyQueue {
        _transfer(address(queue), receiver, shares);
    }

    /// @inheritdoc IVaultModules
    function markForClose(uint256 closedShares) external onlyQueue returns (IPricingRule.Mark memory) {
        _checkContainment();
        _syncForExit();
        if (isDead() && !isWoundUp()) revert DeadState();
        _renewLossFactor(closedShares);
        return _mark(_prices.recognised, totalSupply());
    }

    /// @inheritdoc IVaultModules
    function fill(
        uint256 batchId,
        uint256 shares,
        IPricingRule.Mark calldata closed
    ) external onlyQueue returns (uint256 filledShares, uint256 paid) {
        _openForExit();
        (uint256 idle, bool woundUp) = (_gate.idle, _gate.flags & WOUND_UP != 0);
        if (isDead() && !woundUp) runOff.checkZero();
        uint256 value;
        (value, paid) = _quoteFill(shares, closed, woundUp);
        filledShares = shares;
        if (paid > idle) {
            filledShares = Math.mulDiv(shares, idle, paid);
            (value, paid) = _quoteFill(filledShares, closed, woundUp);
            // INV-04: the last shares of a vault below a rate of 1 are capped at T, a part of them is not
            if (paid > idle) (value, paid) = (value - (paid - idle), idle);
        }
        if (paid == 0) _checkNothing(shares - filledShares, value);
        _burn(address(queue), filledShares);
        _prices.recognised -= uint96(value);
        if (value > paid) _addGain(value - paid);
        _gate.idle = uint96(idle - paid);
        emit ExitFilled(batchId, filledShares, value, paid);
        queue.receiveFill{value: paid}();
    }

    /// @dev VLT-42: a whole batch may be paid nothing, when it is worth nothing now and for good, or when its rule gives it
    /// nothing of what it is worth.
    function _checkNothing(uint256 unfilledShares, uint256 value) private view {
        if (unfilledShares != 0) revert NothingToFill();
        if (value == 0) runOff.checkNothingComes();
    }

    /// @inheritdoc IVault
    function recapitalise() external payable {
        if (msg.value == 0) revert NothingGiven();
        _gate.idle += msg.value.toUint96();
        _receiveGain(Gain.Recapitalisation, msg.sender, msg.value);
    }

    /// @inheritdoc IVaultModules
    function payInstantExit(address owner, address receiver, uint256 shares) external returns (uint256 assets) {
        if (msg.sender != instantExit) revert NotTheInstantExit(msg.sender);
        _openForExit();
        // the drip has just been accrued
        (uint256 recognised, uint256 supply) = (_prices.recognised, totalSupply());
        if (SharePrice.isDead(recognised, supply)) revert DeadState();
        uint256 value = Math.min(recognised, SharePrice.toAssetsDown(shares, recognised, supply));
        if (value == 0) revert NothingToFill();
        _checkSurplus(value, SharePrice.toAssetsDown(balanceOf(address(queue)), recognised, supply));
        uint256 fee = IInstantExit(msg.sender).charge(value);
        assets = value - fee;
        _burn(owner, shares);
        _prices.recognised -= uint96(value);
        _gate.idle -= uint96(assets);
        emit ExitedInstantly(owner, receiver, shares, value, fee);
        if (fee != 0) _addGain(fee);
        Address.sendValue(payable(receiver), assets);
    }

    /// @inheritdoc IVaultModules
    function setWoundUp() external {
        if (msg.sender != address(runOff)) revert NotACounterpart(msg.sender);
        _gate.flags |= WOUND_UP;
        emit WindUpBegun();
    }

    /// @inheritdoc IVault
    function deadSince() external view returns (uint256) {
        return _losses.deadSince;
    }

    /// @inheritdoc IVault
    function isWoundUp() public view returns (bool) {
        return _gate.flags & WOUND_UP != 0;
    }

    /// @inheritdoc IVaultModules
    function surplusIdle() public view returns (uint256) {
        return _surplusOver(_waitingAssets());
    }

    /// @dev Idle ETH may leave other than by a settlement only as far as nobody waits for it, and never in a run-off.
    function _checkSurplus(uint256 assets, uint256 waiting) internal view {
        uint256 surplus = _surplusOver(waiting);
        if (assets <= surplus) return;
        if (isWoundUp()) revert WoundUp();
        revert IdleTooLow(assets, surplus);
    }

    function _surplusOver(uint256 waiting) private view returns (uint256) {
        Owed memory owed = _owed;
        uint256 needed = waiting + owed.fees + owed.cover;
        (uint256 idle, bool woundUp) = (_gate.idle, _gate.flags & WOUND_UP != 0);
        return idle > needed && !woundUp ? idle - needed : 0;
    }

    /// @dev What the closed and the open batch are worth now: the shares that the queue holds are theirs, and no others.
    function _waitingAssets() internal view returns (uint256) {
        (uint256 recognised, , ) = _current();
        // as a fill would pay: virtual wei keep nothing from those who are owed
        return Math.min(recognised, SharePrice.toAssetsDown(balanceOf(address(queue)), recognised, totalSupply()));
    }

    /// @dev Shares come to the queue by requests alone (QUE-12): sent in any other way they would be lost, and ETH kept for
    /// them.
    function _beforeTokenTransfer(address, address to, uint256) internal view override {
        if (to == address(queue) && msg.sender != to) revert QueueTakesNoShares();
    }

    function _quoteFill(
        uint256 shares,
        IPricingRule.Mark calldata closed,
        bool woundUp
    ) private view returns (uint256 value, uint256 paid) {
        (uint256 recognised, uint256 supply) = (_prices.recognised, totalSupply());
        // below a rate of 1, the virtual wei could lift the value of the last shares over T by less than VIRTUAL
        value = Math.min(recognised, SharePrice.toAssetsDown(shares, recognised, supply));
        if (woundUp) return (value, value);
        paid = Math.min(value, pricingRule.payout(shares, value, closed, _mark(recognised, supply)));
    }

    /// @dev VLT-45: losses that leave next to nothing use the factor up, and batches that close then could not be told what
    /// they lose. The next one begins anew, once no closed batch counts by the old one.
    function _renewLossFactor(uint256 closedShares) private {
        if (_losses.lossFactorRay >= LEAST_FACTOR_RAY) return;
        if (closedShares != 0) revert SettleFirst(closedShares);
        _losses.lossFactorRay = uint128(SharePrice.RAY);
        emit LossFactorUpdated(SharePrice.RAY);
    }

    /// @dev What stops every payment of an exit.
    function _openForExit() private {
        _checkContainment();
        _syncForExit();
        Gate memory g = _gate;
        _checkAge(g.asOf);
        if (g.flags & HELD_BACK != 0) revert ExitsHeldBack();
    }

    /// @dev Who announces is asked last, with the books done: what it reads of the vault is whole.
    function _syncAll() internal override {
        super._syncAll();
        if (holdBack.isHeldBack()) _gate.flags |= HELD_BACK;
    }

    /// @inheritdoc IVault
    function holdExits(address service) external returns (bool held) {
        held = holdBack.isHeldBackBy(service);
        if (held) _gate.flags |= HELD_BACK;
    }

    /// @inheritdoc IVault
    function exitsHeldBack() external view returns (bool) {
        return _gate.flags & HELD_BACK != 0;
    }

    /// @dev Exits need all components synced in this block.
    function _syncForExit() internal {
        if (_gate.lastFullSync != block.timestamp) _syncAll();
    }

    function _mark(uint256 recognised, uint256 supply) private view returns (IPricingRule.Mark memory) {
        uint256 rateRay = SharePrice.rateRayDown(recognised, supply);
        return IPricingRule.Mark(uint128(Math.min(rateRay, type(uint128).max)), _losses.lossFactorRay);
    }

    function _exitValue(uint256 shares) internal view returns (uint256) {
        (uint256 recognised, , ) = _current();
        return SharePrice.toAssetsDown(shares, recognised, totalSupply());
    }

    function _checkContainment() internal view {
        // containment stops deposits too: while they are open, the slot that says so need not be read
        if (block.timestamp >= _gate.pausedUntil) return;
        if (block.timestamp < _fees.containedUntil) revert Containment(_fees.containedUntil);
    }
}
