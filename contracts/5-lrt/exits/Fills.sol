// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SharePrice} from "../accounting/SharePrice.sol";
import {VaultDeposits} from "../accounting/VaultDeposits.sol";
import {IExitQueue} from "../interfaces/IExitQueue.sol";
import {ISlashingGuard} from "../interfaces/ISlashingGuard.sol";
import {IInstantExit} from "../interfaces/IInstantExit.sol";
import {IPricingRule} from "../interfaces/IPricingRule.sol";
import {IVault} from "../interfaces/IVault.sol";
import {IVaultModules} from "../interfaces/IVaultModules.sol";

/// @title The way out, on the vault's side
/// @notice The queue holds escrowed shares, which stay part of the supply until a fill pays for them. Every close, fill and
/// instant exit reads every component first: what is fresh is what has been read, whatever was read before in its block.
/// s shares are worth floor(s × (T + V) / (supply + V)); the pricing rule pays that or less, and what it withholds enters U.
/// Value leaves T, shares leave the supply, and the exit rate stays where it is, but for rounding upwards (QUE-05).
///
/// What is withheld is theirs who stay. When nobody stays, but for dust, the last leavers are paid all that is theirs, U
/// included, as far as idle ETH reaches; the rest becomes fees owed, and the vault is new.
/// @custom:decisions 0194 0231
abstract contract Fills is VaultDeposits, IVaultModules {
    using SafeCast for uint256;

    /// @dev Below it, 1e-18, the loss factor has fewer than nine digits left.
    uint256 private constant LEAST_FACTOR_RAY = 1e9;
    /// @dev Somebody stays.
    uint256 private constant STAY = type(uint256).max;

    IExitQueue public immutable queue;
    IPricingRule public immutable pricingRule;
    address public immutable instantExit;
    ISlashingGuard public immutable override slashingGuard;

    modifier onlyQueue() {
        _checkQueue();
        _;
    }

    function _checkQueue() private view {
        if (msg.sender != address(queue)) revert OnlyQueue(msg.sender);
    }

    constructor(address queue_, address pricingRule_, address instantExit_, address slashingGuard_) {
        slashingGuard = ISlashingGuard(slashingGuard_);
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
        _syncAll();
        if (_gate.flags & (DEAD | WOUND_UP) == DEAD) revert DeadState();
        _renewLossFactor(closedShares);
        return _mark(_prices.recognised, totalSupply());
    }

    /// @inheritdoc IVaultModules
    function fill(
        uint256 batchId,
        uint256 shares,
        IPricingRule.Mark calldata closed
    ) external onlyQueue returns (uint256 filledShares, uint256 paid, uint256 asOf) {
        uint8 flags = _openForExit();
        (uint256 idle, bool woundUp) = (_gate.idle, flags & WOUND_UP != 0);
        if (flags & (DEAD | WOUND_UP) == DEAD) runOff.checkZero();
        uint256 value;
        (value, paid) = _quoteFill(shares, closed, woundUp);
        filledShares = shares;
        if (paid > idle) {
            // dust is not waited for
            if (_prices.recognised >= SharePrice.DUST_ASSETS) {
                filledShares = Math.mulDiv(shares, idle, paid);
                (value, paid) = _quoteFill(filledShares, closed, woundUp);
            }
            // INV-04: the last shares of a vault below a rate of 1 are capped at T, a part of them is not
            if (paid > idle) (value, paid) = (value - (paid - idle), idle);
        }
        if (paid == 0) _checkNothing(shares - filledShares, value);
        uint256 kept;
        (paid, kept) = _dueToLast(filledShares, value, paid, idle);
        emit ExitFilled(batchId, filledShares, value, paid);
        _leave(address(queue), filledShares, value, paid, kept);
        queue.receiveFill{value: paid}();
        asOf = _gate.asOf;
    }

    /// @dev VLT-82. What leavers are paid: `due`, or, when nobody stays but holders of dust, all that is theirs, as far as `free` ETH
    /// reaches. `kept` is what T keeps for those, at an exit rate that does not move, or `STAY`.
    function _dueToLast(
        uint256 shares,
        uint256 value,
        uint256 due,
        uint256 free
    ) private view returns (uint256 paid, uint256 kept) {
        uint256 left = totalSupply() - shares;
        uint256 staying = _prices.recognised - value;
        // shares were worth a wei each at their best, or more: their number alone tells most vaults
        if (left >= SharePrice.DUST_ASSETS || SharePrice.isHeld(staying, _fees.highWaterRay, left)) return (due, STAY);
        kept = left == 0 ? 0 : staying;
        paid = Math.min(free, _total() - kept);
    }

    /// @dev Burns shares for `paid` wei, and takes their `value` out of T.
    function _leave(address owner, uint256 shares, uint256 value, uint256 paid, uint256 kept) private {
        uint256 total = _total();
        _burn(owner, shares);
        _gate.idle -= uint96(paid);
        if (kept != STAY) return _startAnew(kept, total - kept - paid);
        _prices.recognised -= uint96(value);
        _addLockedProfit(value - paid, dripSeconds);
    }

    /// @dev VLT-42: a whole batch may be paid nothing, when it is worth nothing now and for good, or when its rule gives it
    /// nothing of what it is worth.
    function _checkNothing(uint256 unfilledShares, uint256 value) private view {
        if (unfilledShares != 0) revert NothingToFill();
        if (value == 0) runOff.checkNothingComes();
    }

    /// @inheritdoc IVault
    function recapitalise() external payable {
        if (msg.value < SharePrice.DUST_ASSETS) revert NothingGiven();
        if (!SharePrice.isHeld(_total(), _fees.highWaterRay, totalSupply())) revert NobodyToGiveTo();
        _gate.idle += msg.value.toUint96();
        _receiveGain(Gain.Recapitalisation, msg.sender, msg.value);
    }

    /// @inheritdoc IVaultModules
    function payInstantExit(address owner, address receiver, uint256 shares) external returns (uint256 assets) {
        if (msg.sender != instantExit) revert OnlyInstantExit(msg.sender);
        if (_openForExit() & DEAD != 0) revert DeadState();
        // the drip has just been accrued
        (uint256 recognised, uint256 supply) = (_prices.recognised, totalSupply());
        uint256 value = Math.min(recognised, SharePrice.toAssetsDown(shares, recognised, supply));
        if (value == 0) revert NothingToFill();
        uint256 waiting = SharePrice.toAssetsDown(balanceOf(address(queue)), recognised, supply);
        uint256 surplus = _checkSurplus(value, waiting);
        assets = value - IInstantExit(msg.sender).charge(value, _gate.asOf);
        uint256 kept;
        (assets, kept) = _dueToLast(shares, value, assets, surplus);
        emit ExitedInstantly(owner, receiver, shares, value, assets);
        _leave(owner, shares, value, assets, kept);
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
        return _fees.deadSince;
    }

    /// @inheritdoc IVault
    function isInDoubt() external view returns (bool) {
        return _gate.flags & IN_DOUBT != 0;
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
    function _checkSurplus(uint256 assets, uint256 waiting) internal view returns (uint256 surplus) {
        surplus = _surplusOver(waiting);
        if (assets <= surplus) return surplus;
        if (isWoundUp()) revert WoundUp();
        revert IdleTooLow(assets, surplus);
    }

    function _surplusOver(uint256 waiting) private view returns (uint256) {
        return isWoundUp() ? 0 : Math.saturatingSub(_gate.idle, waiting + _feesOwed);
    }

    /// @dev What the closed and the open batch are worth now: the shares that the queue holds are theirs, and no others. A
    /// loss that is pending may be none.
    function _waitingAssets() internal view returns (uint256) {
        uint256 recognised = _recognisedNow();
        // as a fill would pay: virtual wei keep nothing from those who are owed
        return Math.min(recognised, SharePrice.toAssetsDown(balanceOf(address(queue)), recognised, totalSupply()));
    }

    /// @dev Shares come to the queue by requests alone (QUE-12): sent in any other way they would be lost, and ETH kept for
    /// them. In the vault they would be lost as well (STD-54).
    function _beforeTokenTransfer(address, address to, uint256) internal view override {
        if ((to == address(queue) && msg.sender != to) || to == address(this)) revert TakesNoShares(to);
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
        _setLossFactor(SharePrice.RAY);
    }

    /// @dev What stops every payment of an exit.
    function _openForExit() private returns (uint8 flags) {
        _checkContainment();
        _syncAll();
        flags = _gate.flags;
        _checkAge(_gate.asOf);
        if (flags & HELD_BACK != 0) revert ExitsHeldBack();
    }

    /// @dev Who announces is asked last, with the books done: what it reads of the vault is whole.
    function _syncAll() internal override {
        super._syncAll();
        if (slashingGuard.isHeldBack()) _gate.flags |= HELD_BACK;
    }

    /// @inheritdoc IVault
    function holdExits(address service) external returns (bool held) {
        held = slashingGuard.isHeldBackBy(service);
        if (held) _gate.flags |= HELD_BACK;
    }

    /// @inheritdoc IVault
    function exitsHeldBack() external view returns (bool) {
        return _gate.flags & HELD_BACK != 0;
    }

    function _mark(uint256 recognised, uint256 supply) private view returns (IPricingRule.Mark memory) {
        // 160 bits hold the rate of 1e9 ETH over no shares
        uint160 rateRay = uint160(SharePrice.rateRayDown(recognised, supply));
        return IPricingRule.Mark(rateRay, _losses.lossFactorRay);
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
