// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ICover} from "../interfaces/ICover.sol";
import {IVault} from "../interfaces/IVault.sol";
import {AccountingMath} from "./AccountingMath.sol";
import {Drip} from "./Drip.sol";
import {SharePrice} from "./SharePrice.sol";
import {ShareToken} from "./ShareToken.sol";

/// @title The vault's books
/// @notice Two totals in wei of ETH: T, recognised, and U, gained and not yet dripped; and how gains and losses enter.
///
/// Identity, to the wei, after every transaction (VLT-01):
///   idle + Σ records of components = T + U + fees owed − pending loss
///
/// A gain pays its fee when it is found: a part of what lifts the deposit price (T + U) / supply above its highest so far.
/// The rest enters U and drips into T over `dripSeconds`, counted from the last full sync of an earlier block, or from the
/// last deposit if that was later: for as long as nobody could join, those who are in have already served for it. So what drips has paid, a
/// newcomer buys at the net price, and no fee is ever taken from what somebody brought or got back. A loss eats U, then
/// cover, then T, at once, and leaves the highest price; no share is ever minted for a fee.
///
/// What a lone sync finds is a pending loss: it lowers what the views show, closes deposits and moves no total. The next full
/// sync nets it with all the rest. So nothing but the views can tell whether there were lone syncs.
///
/// Where nobody holds shares, a gain is nobody's: all of it becomes fees owed. When the last leave, the books start anew.
///
/// Slots: what a deposit touches is `_prices` and `_gate`, the supply and one balance. Time is in seconds, 32 bits (until
/// 2106). Rounding: shares and payments down, so that no user action lowers the rate.
/// @custom:decisions 0041 0190 0192 0195 0196
abstract contract VaultAccounting is ShareToken {
    using SafeCast for uint256;

    struct Prices {
        uint96 recognised;
        uint96 lockedProfit;
        uint32 accruedAt;
        uint32 dripEnd;
    }

    /// @param flags what stops, and what the vault is (the constants below)
    /// @param asOf how old the oldest information was that the last full sync found, as a timestamp
    struct Gate {
        uint96 idle;
        uint32 lastFullSync;
        uint32 lastDeposit;
        uint32 pausedUntil;
        uint8 flags;
        uint24 depositCapEther;
        uint32 asOf;
    }

    /// @param highWaterRay the highest deposit price that was seen; 168 bits hold what 96 bits of wei make of no shares
    /// @param containedUntil until when requests, settlements and deposits stop
    /// @param deadSince since when syncs have found the vault dead
    struct Fees {
        uint16 feeBps;
        uint168 highWaterRay;
        uint32 containedUntil;
        uint32 deadSince;
    }

    /// @param lossFactorRay the cumulative loss factor
    /// @param pending what lone syncs found since the last full one
    /// @param failing how many components cannot be read
    /// @param syncBefore time of the last full sync before this block's
    struct Losses {
        uint96 lossFactorRay;
        uint96 pending;
        uint32 failing;
        uint32 syncBefore;
    }

    /// @dev A lone sync found a loss: no deposits until the next full sync.
    uint8 internal constant CLOSED_BY_LOSS = 1;
    /// @dev A slash is announced: no settlement and no instant exit until the next full sync.
    uint8 internal constant HELD_BACK = 2;
    /// @dev Nothing comes in any more, for ever.
    uint8 internal constant WOUND_UP = 4;
    /// @dev No deposits and no exits until a full sync finds the vault revived.
    uint8 internal constant DEAD = 8;
    /// @dev The last full sync counted a component at less than it may be worth: no deposits.
    uint8 internal constant IN_DOUBT = 16;

    ICover public immutable cover;
    uint256 public immutable override dripSeconds;

    Prices internal _prices;
    Gate internal _gate;
    Fees internal _fees;
    Losses internal _losses;
    /// @dev Idle ETH that is not the holders'.
    uint96 internal _feesOwed;

    constructor(address cover_, uint256 dripSeconds_) {
        cover = ICover(cover_);
        dripSeconds = dripSeconds_;
        _prices = Prices(0, 0, _now(), _now());
        _gate.lastFullSync = _now();
        _gate.lastDeposit = _now();
        _gate.depositCapEther = type(uint24).max;
        _gate.asOf = _now();
        _fees.highWaterRay = uint168(SharePrice.RAY);
        _losses.lossFactorRay = uint96(SharePrice.RAY);
    }

    function _flow() private view returns (uint256) {
        Prices memory p = _prices;
        return Drip.released(p.lockedProfit, p.accruedAt, p.dripEnd, block.timestamp);
    }

    /// @dev T as it is now, with what has flowed.
    function _recognisedNow() internal view returns (uint256) {
        return _prices.recognised + _flow();
    }

    /// @dev T and U as the views show them: as they are now, less what is pending; and what more than both is pending.
    function _current() internal view returns (uint256 recognised, uint256 lockedProfit, uint256 beyond) {
        uint256 flow = _flow();
        (recognised, lockedProfit) = (_prices.recognised + flow, _prices.lockedProfit - flow);
        if (_gate.flags & CLOSED_BY_LOSS == 0) return (recognised, lockedProfit, 0);
        beyond = _losses.pending;
        uint256 cut = Math.min(beyond, lockedProfit);
        (lockedProfit, beyond) = (lockedProfit - cut, beyond - cut);
        cut = Math.min(beyond, recognised);
        (recognised, beyond) = (recognised - cut, beyond - cut);
    }

    function _total() internal view returns (uint256) {
        return uint256(_prices.recognised) + _prices.lockedProfit;
    }

    /// @dev Lets U flow up to now.
    function _accrue() internal {
        Prices storage p = _prices;
        if (p.accruedAt == block.timestamp) return;
        uint256 flow = _flow();
        p.accruedAt = _now();
        if (flow == 0) return;
        p.lockedProfit -= uint96(flow);
        p.recognised += uint96(flow);
        emit Dripped(flow);
    }

    /// @dev A gain that a sync did not find: U, over a whole period from now.
    function _receiveGain(Gain cause, address from, uint256 assets) internal {
        if (assets == 0) return;
        _accrue();
        uint256 fee = _takeFee(assets);
        _addLockedProfit(assets - fee, dripSeconds);
        emit GainReceived(cause, from, assets, fee);
    }

    /// @dev VLT-10. Only when U has been accrued up to now.
    function _takeFee(uint256 gain) private returns (uint256 fee) {
        (Fees memory f, uint256 total) = (_fees, _total());
        fee = AccountingMath.feeOn(total, gain, f.highWaterRay, f.feeBps, totalSupply());
        _feesOwed += uint96(fee);
        _noteHighest(f.highWaterRay, total + gain - fee);
    }

    /// @dev The deposit price also rises by what leavers forgo, and by rounding: who falls from there and recovers has not
    /// gained.
    function _noteHighest(uint256 highWaterRay, uint256 total) private {
        uint256 rateRay = SharePrice.rateRayDown(total, totalSupply());
        if (rateRay > highWaterRay) _fees.highWaterRay = uint168(rateRay);
    }

    /// @dev Only when U has been accrued up to now.
    function _addLockedProfit(uint256 assets, uint256 ownSeconds) internal {
        if (assets == 0) return;
        Prices storage p = _prices;
        p.dripEnd = uint32(Drip.join(p.lockedProfit, p.dripEnd, assets, ownSeconds, dripSeconds, block.timestamp));
        p.lockedProfit = (p.lockedProfit + assets).toUint96();
    }

    /// @dev Applies the net of a full sync.
    /// @param doubtful the part of a loss that may come back
    function _applyNet(int256 net, uint256 doubtful, uint8 flags) internal {
        // INV-30: what was synced earlier in a block changes nothing of what a gain has served
        if (_gate.lastFullSync != _now()) _losses.syncBefore = _gate.lastFullSync;
        _accrue();
        _noteLife();
        if (net < 0)
            _applyLoss(uint256(-net), doubtful);
            // the time of a full sync decides what of a later gain has been served: it is never silent
        else _applyGain(uint256(net));
        if (net != 0) _noteLife();
        _gate.lastFullSync = _now();
        _gate.flags = (_gate.flags & (WOUND_UP | DEAD)) | flags;
    }

    /// @dev VLT-40: starts the clock of a vault that is found dead, and stops that of one that lives again.
    function _noteLife() private {
        bool wasDead = isDead();
        bool dead = SharePrice.isDead(wasDead, _prices.recognised, _fees.highWaterRay, totalSupply());
        if (dead != wasDead) _setDead(dead);
    }

    function _setDead(bool dead) private {
        _gate.flags ^= DEAD;
        _fees.deadSince = dead ? _now() : 0;
        emit DeadSince(_fees.deadSince);
    }

    /// @inheritdoc IVault
    function isDead() public view returns (bool) {
        return _gate.flags & DEAD != 0;
    }

    function _applyLoss(uint256 loss, uint256 doubtful) private {
        Prices memory p = _prices;
        (uint256 fromLockedProfit, uint256 forCover) = AccountingMath.lossOrder(
            loss,
            doubtful,
            p.recognised,
            p.lockedProfit
        );
        uint256 fromCover = forCover == 0 ? 0 : cover.draw(forCover);
        uint256 left = loss - fromLockedProfit - fromCover;
        uint256 fromRecognised = _cut(left, fromLockedProfit);
        // VLT-94: what may come back cuts no batch for good
        uint256 lasting = Math.saturatingSub(fromRecognised, doubtful);
        if (lasting != 0) {
            uint256 after_ = p.recognised - lasting + SharePrice.VIRTUAL;
            _setLossFactor(Math.mulDiv(_losses.lossFactorRay, after_, p.recognised + SharePrice.VIRTUAL));
        }
        emit SyncApplied(0, loss, 0, 0, 0, fromLockedProfit, fromCover, fromRecognised);
    }

    /// @dev Takes a loss out of T, and `fromLockedProfit` out of U. When more than everything was lost, what is owed is lost
    /// with it. A loss by the core's rounding, in a move, touches T alone.
    function _cut(uint256 assets, uint256 fromLockedProfit) internal returns (uint256 fromRecognised) {
        Prices storage p = _prices;
        _noteHighest(_fees.highWaterRay, _total());
        fromRecognised = Math.min(assets, p.recognised);
        p.recognised -= uint96(fromRecognised);
        p.lockedProfit -= uint96(fromLockedProfit);
        if (assets > fromRecognised) _feesOwed -= uint96(assets - fromRecognised);
    }

    function _setLossFactor(uint256 factorRay) internal {
        _losses.lossFactorRay = uint96(factorRay);
        emit LossFactorUpdated(factorRay);
    }

    function _applyGain(uint256 gain) private {
        uint256 fee = gain == 0 ? 0 : _takeFee(gain);
        uint256 since = Math.max(_losses.syncBefore, _gate.lastDeposit);
        (uint256 served, uint256 servedSeconds) = AccountingMath.served(
            gain - fee,
            block.timestamp - since,
            dripSeconds
        );
        uint256 left = gain - fee - served;
        _prices.recognised = (_prices.recognised + served).toUint96();
        // what has served a whole period leaves nothing
        _addLockedProfit(left, dripSeconds - servedSeconds);
        emit SyncApplied(gain, 0, fee, served, left, 0, 0, 0);
    }

    /// @dev Nobody holds shares any more, or next to none: the vault is new. `kept` wei of T are theirs who hold dust.
    function _startAnew(uint256 kept, uint256 toFees) internal {
        (_prices.recognised, _prices.lockedProfit) = (uint96(kept), 0);
        _feesOwed += uint96(toFees);
        _fees.highWaterRay = uint168(SharePrice.RAY);
        if (isDead()) _setDead(false);
        emit StartedAnew(kept, toFees);
        _setLossFactor(SharePrice.RAY);
    }

    function _now() internal view returns (uint32) {
        return uint32(block.timestamp);
    }
}
