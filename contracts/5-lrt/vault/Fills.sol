// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {AccountingMath} from "../accounting/AccountingMath.sol";
import {AccountingWords, DEAD, HELD_BACK, WOUND_UP} from "../accounting/AccountingWords.sol";
import {SharePrice} from "../accounting/SharePrice.sol";
import {IExitQueue} from "../interfaces/IExitQueue.sol";
import {IInstantExit} from "../interfaces/IInstantExit.sol";
import {IPricingRule} from "../interfaces/IPricingRule.sol";
import {IVault} from "../interfaces/IVault.sol";
import {IVaultModules} from "../interfaces/IVaultModules.sol";
import {VaultSync} from "./VaultSync.sol";

/// @title The way out, on the vault's side
/// @notice The queue holds escrowed shares, which stay part of the supply until a fill pays for them. Every close, fill and
/// instant exit reads every component first: what is fresh is what has been read, whatever was read before in its block.
/// s shares are worth floor(s × (T + V) / (supply + V)); the pricing rule pays that or less, and what it withholds enters U.
/// Value leaves T, shares leave the supply, and the exit rate stays where it is, but for rounding upwards (QUE-05).
///
/// What is withheld is theirs who stay. When nobody stays, but for dust, the last leavers are paid all that is theirs, U
/// included, as far as idle ETH reaches; the rest becomes fees owed, and the vault is new.
/// @custom:decisions 0194 0231 0245 0293
abstract contract Fills is VaultSync {
    using AccountingMath for AccountingWords.Book;

    /// @dev Below it, 1e-18, the loss factor has fewer than nine digits left.
    uint256 private constant LEAST_FACTOR_RAY = 1e9;
    /// @dev Somebody stays.
    uint256 private constant STAY = type(uint256).max;

    modifier onlyQueue() {
        _checkQueue();
        _;
    }

    function _checkQueue() private view {
        if (msg.sender != address(_queue)) revert OnlyQueue(msg.sender);
    }

    /// @inheritdoc IVaultModules
    function escrow(address owner, uint256 shares) external onlyQueue returns (uint256 assets) {
        _checkContainment();
        assets = _exitValue(shares);
        _transfer(owner, msg.sender, shares);
    }

    /// @inheritdoc IVaultModules
    function release(address receiver, uint256 shares) external onlyQueue {
        _transfer(msg.sender, receiver, shares);
    }

    /// @inheritdoc IVaultModules
    function markForClose(uint256 closedShares) external onlyQueue returns (IPricingRule.Mark memory) {
        _checkContainment();
        AccountingWords.Book memory b;
        _syncAll(b);
        if (b.flags & (DEAD | WOUND_UP) == DEAD) revert DeadState();
        if (b.lossFactorRay < LEAST_FACTOR_RAY) b.lossFactorRay = _renewLossFactor(closedShares);
        return _mark(b);
    }

    /// @inheritdoc IVaultModules
    function fill(
        uint256 batchId,
        uint256 shares,
        IPricingRule.Mark calldata closed
    ) external onlyQueue returns (uint256 filledShares, uint256 paid, uint256 asOf) {
        AccountingWords.Book memory b;
        _openForExit(b);
        if (b.flags & (DEAD | WOUND_UP) == DEAD) runOff().checkZero();
        uint256 value;
        (value, paid) = _quoteFill(b, shares, closed);
        filledShares = shares;
        if (paid > b.idle) {
            // dust is not waited for
            if (b.recognised >= SharePrice.DUST_ASSETS) {
                filledShares = Math.mulDiv(shares, b.idle, paid);
                (value, paid) = _quoteFill(b, filledShares, closed);
            }
            // INV-04: the last shares of a vault below a rate of 1 are capped at T, a part of them is not
            if (paid > b.idle) (value, paid) = (value - (paid - b.idle), b.idle);
        }
        if (paid == 0) _checkNothing(b.highWaterRay, shares, filledShares, value);
        uint256 kept;
        (paid, kept) = _dueToLast(b, filledShares, value, paid, b.idle);
        emit ExitFilled(batchId, filledShares, value, paid);
        _leave(b, msg.sender, filledShares, value, paid, kept);
        IExitQueue(msg.sender).receiveFill{value: paid}();
        asOf = b.asOf;
    }

    /// @inheritdoc IVaultModules
    function payInstantExit(address owner, address receiver, uint256 shares) external returns (uint256 assets) {
        if (msg.sender != instantExit()) revert OnlyInstantExit(msg.sender);
        AccountingWords.Book memory b;
        _openForExit(b);
        if (b.flags & DEAD != 0) revert DeadState();
        uint256 value = _worthOf(shares, b.recognised, b.supply);
        if (value == 0) revert NothingToFill();
        uint256 surplus = _checkSurplus(value, _worthOf(balanceOf(address(_queue)), b.recognised, b.supply));
        assets = value - IInstantExit(msg.sender).charge(value, b.asOf);
        uint256 kept;
        (assets, kept) = _dueToLast(b, shares, value, assets, surplus);
        emit ExitedInstantly(owner, receiver, shares, value, assets);
        _leave(b, owner, shares, value, assets, kept);
        Address.sendValue(payable(receiver), assets);
    }

    /// @dev VLT-82. What leavers are paid: `due`, or, when nobody stays but holders of dust, all that is theirs, as far as `free` ETH
    /// reaches. `kept` is what T keeps for those, at an exit rate that does not move, or `STAY`.
    function _dueToLast(
        AccountingWords.Book memory b,
        uint256 shares,
        uint256 value,
        uint256 due,
        uint256 free
    ) private pure returns (uint256 paid, uint256 kept) {
        uint256 left = b.supply - shares;
        uint256 staying = b.recognised - value;
        // shares were worth a wei each at their best, or more: their number alone tells most vaults
        if (left >= SharePrice.DUST_ASSETS || SharePrice.isHeld(staying, b.highWaterRay, left)) return (due, STAY);
        kept = left == 0 ? 0 : staying;
        paid = Math.min(free, b.total() - kept);
    }

    /// @dev Burns shares for `paid` wei, and takes their `value` out of T; what is withheld enters U.
    function _leave(
        AccountingWords.Book memory b,
        address owner,
        uint256 shares,
        uint256 value,
        uint256 paid,
        uint256 kept
    ) private {
        _burn(owner, shares);
        b.idle -= paid;
        if (kept == STAY) {
            b.recognised -= value;
            b.lock(value - paid, dripSeconds(), dripSeconds(), block.timestamp);
        } else _startAnew(b, kept, paid);
        _store(b);
    }

    /// @dev Nobody holds shares any more, or next to none: the vault is new. `kept` wei of T are theirs who hold dust.
    function _startAnew(AccountingWords.Book memory b, uint256 kept, uint256 paid) private {
        uint256 toFees = b.total() - kept - paid;
        _feesOwed += toFees;
        (b.recognised, b.lockedProfit) = (kept, 0);
        b.highWaterRay = SharePrice.RAY;
        b.lossFactorRay = SharePrice.RAY;
        if (b.flags & DEAD != 0) {
            b.flags ^= DEAD;
            b.deadSince = 0;
            emit DeadSince(0);
        }
        emit StartedAnew(kept, toFees);
        emit LossFactorUpdated(SharePrice.RAY);
    }

    /// @dev VLT-42: a whole batch may be paid nothing, when it is worth nothing now and for good, or when its rule gives it
    /// nothing of what it is worth. QUE-44: what its last fill has left of it, a share or some, is dust and waits for nothing, or
    /// all batches behind it would wait with it.
    function _checkNothing(uint256 highWaterRay, uint256 shares, uint256 filledShares, uint256 value) private view {
        if (filledShares != shares) revert NothingToFill();
        if (value == 0 && SharePrice.isHeld(0, highWaterRay, shares)) runOff().checkNothingComes();
    }

    /// @inheritdoc IVaultModules
    function setWoundUp() external {
        _only(address(runOff()));
        _set(WOUND_UP);
        emit WindUpBegun();
    }

    function _quoteFill(
        AccountingWords.Book memory b,
        uint256 shares,
        IPricingRule.Mark calldata closed
    ) private view returns (uint256 value, uint256 paid) {
        value = _worthOf(shares, b.recognised, b.supply);
        if (b.flags & WOUND_UP != 0) return (value, value);
        paid = Math.min(value, pricingRule().payout(shares, value, closed, _mark(b)));
    }

    /// @dev VLT-45: losses that leave next to nothing use the factor up, and batches that close then could not be told what
    /// they lose. The next one begins anew, once no closed batch counts by the old one.
    function _renewLossFactor(uint256 closedShares) private returns (uint256) {
        if (closedShares != 0) revert SettleFirst(closedShares);
        _losses.lossFactorRay = uint96(SharePrice.RAY);
        emit LossFactorUpdated(SharePrice.RAY);
        return SharePrice.RAY;
    }

    /// @dev What stops every payment of an exit.
    function _openForExit(AccountingWords.Book memory b) private {
        _checkContainment();
        _syncAll(b);
        _checkAge(b.asOf);
        if (b.flags & HELD_BACK != 0) revert ExitsHeldBack();
    }

    /// @inheritdoc IVault
    function holdExits(address service) external returns (bool held) {
        held = slashingGuard().isHeldBackBy(service);
        if (held) _set(HELD_BACK);
    }

    function _mark(AccountingWords.Book memory b) private pure returns (IPricingRule.Mark memory) {
        // 160 bits hold the rate of 1e9 ETH over no shares
        uint160 rateRay = uint160(SharePrice.rateRayDown(b.recognised, b.supply));
        return IPricingRule.Mark(rateRay, uint96(b.lossFactorRay));
    }

    function _checkContainment() internal view {
        // containment stops deposits too: while they are open, the slot that says so need not be read
        if (block.timestamp >= _gate.pausedUntil) return;
        if (block.timestamp < _fees.containedUntil) revert Containment(_fees.containedUntil);
    }
}
