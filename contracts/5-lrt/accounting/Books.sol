// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ICover} from "../interfaces/ICover.sol";
import {IVault} from "../interfaces/IVault.sol";
import {BookMath} from "./BookMath.sol";
import {Drip} from "./Drip.sol";
import {SharePrice} from "./SharePrice.sol";
import {ShareToken} from "./ShareToken.sol";

/// @title The vault's books
/// @notice Two totals in wei of ETH: T, recognised, and U, gained and not yet dripped; and how gains and losses enter.
///
/// Identity, to the wei, after every transaction (VLT-01):
///   idle + Σ records of components = T + U + fees owed + cover owed
///
/// A gain enters U and drips into T over `dripSeconds`, counted from the last full sync, or from the last deposit if that
/// was later: for as long as nobody could join, those who are in have already served for it. A loss eats U, then cover,
/// then T, at once. Of each drip, what lifts the rate above its high-water mark pays the fee, in assets: no share is ever
/// minted for it, and a recovery pays no fee twice.
///
/// What a lone sync takes is remembered until the next full sync, and given back first (T, then cover, then U) when that
/// one finds a gain: so the order of syncs changes nothing.
///
/// Slots: what a deposit touches is `_prices` and `_gate`, the supply and one balance. Time is in seconds, 32 bits (until
/// 2106). Rounding: shares and payments down, so that no user action lowers the rate.
abstract contract Books is ShareToken {
    using SafeCast for uint256;

    struct Prices {
        uint96 recognised;
        uint96 undripped;
        uint32 accruedAt;
        uint32 dripEnd;
    }

    /// @param flags CLOSED_BY_LOSS and HELD_BACK: what stops until the next full sync says otherwise; and WOUND_UP
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

    /// @param highWaterRay rate above which a drip pays the fee; stays at the most that it can hold (5e6 ETH a share), so that
    /// no gift to a vault of next to no shares can make a drip fail
    /// @param containedUntil until when requests, settlements and deposits stop
    struct Fees {
        uint16 feeBps;
        uint112 highWaterRay;
        uint32 containedUntil;
    }

    /// @dev What lone syncs took since the last full sync, and from whom; the cumulative loss factor; how many components
    /// cannot be read; since when syncs have found the vault dead.
    struct Losses {
        uint128 lossFactorRay;
        uint32 failing;
        uint96 recognised;
        uint96 undripped;
        uint96 cover;
        uint32 deadSince;
    }

    /// @dev Idle ETH that is not the holders': fees that have dripped, and what a reversed loss had cost the cover.
    struct Owed {
        uint96 fees;
        uint96 cover;
    }

    /// @dev A lone sync found a loss: no deposits.
    uint8 internal constant CLOSED_BY_LOSS = 1;
    /// @dev A slash is announced: no settlement and no instant exit.
    uint8 internal constant HELD_BACK = 2;
    /// @dev Nothing comes in any more, for ever.
    uint8 internal constant WOUND_UP = 4;

    ICover public immutable cover;
    uint256 public immutable override dripSeconds;

    Prices internal _prices;
    Gate internal _gate;
    Fees internal _fees;
    Losses internal _losses;
    Owed internal _owed;

    constructor(address cover_, uint256 dripSeconds_) {
        cover = ICover(cover_);
        dripSeconds = dripSeconds_;
        _prices = Prices(0, 0, _now(), _now());
        _gate.lastFullSync = _now();
        _gate.lastDeposit = _now();
        _gate.depositCapEther = type(uint24).max;
        _gate.asOf = _now();
        _fees.highWaterRay = uint112(SharePrice.RAY);
        _losses.lossFactorRay = uint128(SharePrice.RAY);
    }

    /// @dev T and U as they are now, with what has flowed and its fee, without writing.
    function _current() internal view returns (uint256 recognised, uint256 undripped, uint256 fee) {
        Prices memory p = _prices;
        uint256 flow = Drip.released(p.undripped, p.accruedAt, p.dripEnd, block.timestamp);
        if (flow != 0) fee = _feeOn(p.recognised, flow);
        return (p.recognised + flow - fee, p.undripped - flow, fee);
    }

    function _feeOn(uint256 recognised, uint256 flow) private view returns (uint256) {
        uint256 bps = _fees.feeBps;
        if (bps == 0) return 0;
        return BookMath.feeOn(recognised, flow, _fees.highWaterRay, bps, totalSupply());
    }

    /// @dev Lets U flow up to now.
    function _accrue() internal {
        Prices storage p = _prices;
        if (p.accruedAt == block.timestamp) return;
        (uint256 recognised, uint256 undripped, uint256 fee) = _current();
        uint256 flow = p.undripped - undripped;
        p.accruedAt = _now();
        if (flow == 0) return;
        p.undripped = uint96(undripped);
        _recognise(recognised, flow, fee);
    }

    /// @dev Writes T after a flow into it, its fee and the high-water mark.
    function _recognise(uint256 recognised, uint256 flow, uint256 fee) private {
        _prices.recognised = recognised.toUint96();
        if (fee != 0) _owed.fees += uint96(fee);
        uint256 rateRay = SharePrice.rateRayDown(recognised, totalSupply());
        if (rateRay > _fees.highWaterRay) _fees.highWaterRay = uint112(Math.min(rateRay, type(uint112).max));
        emit Dripped(flow, fee);
    }

    /// @dev A gain that a sync did not find: U, over a whole period from now.
    function _receiveGain(Gain cause, address from, uint256 assets) internal {
        if (assets == 0) return;
        _addGain(assets);
        emit GainReceived(cause, from, assets);
    }

    function _addGain(uint256 assets) internal {
        _accrue();
        _addUndripped(assets, dripSeconds);
    }

    /// @dev Only when U has been accrued up to now.
    function _addUndripped(uint256 assets, uint256 ownSeconds) private {
        Prices storage p = _prices;
        p.dripEnd = uint32(Drip.join(p.undripped, p.dripEnd, assets, ownSeconds, dripSeconds, block.timestamp));
        p.undripped = (p.undripped + assets).toUint96();
    }

    /// @dev Applies the net of a sync. A lone sync never applies a gain.
    function _applyNet(bool full, int256 net) internal {
        if (net > 0) {
            _applyGain(uint256(net));
        } else {
            _accrue();
            _noteLife();
            if (net < 0)
                _applyLoss(full, uint256(-net));
                // the time of a full sync decides what of a later gain has been served: it is never silent
            else if (full) emit SyncApplied(true, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        }
        if (net != 0) _noteLife();
        if (!full) return;
        _gate.lastFullSync = _now();
        _gate.flags &= WOUND_UP;
        if (_losses.recognised | _losses.undripped | _losses.cover != 0) {
            (_losses.recognised, _losses.undripped, _losses.cover) = (0, 0, 0);
        }
    }

    /// @dev VLT-40: starts the clock of a vault that is found dead, and stops that of one that lives again.
    function _noteLife() private {
        bool dead = isDead();
        if (dead == (_losses.deadSince != 0)) return;
        _losses.deadSince = dead ? _now() : 0;
        emit DeadSince(_losses.deadSince);
    }

    /// @inheritdoc IVault
    function isDead() public view returns (bool) {
        return SharePrice.isDead(_prices.recognised, totalSupply());
    }

    function _applyLoss(bool full, uint256 loss) private {
        Prices storage p = _prices;
        uint256 fromUndripped = Math.min(loss, p.undripped);
        p.undripped -= uint96(fromUndripped);
        uint256 left = loss - fromUndripped;
        uint256 fromCover = left == 0 ? 0 : cover.draw(left);
        left -= fromCover;
        uint256 fromRecognised = Math.min(left, p.recognised);
        if (fromRecognised != 0) _cutRecognised(fromRecognised);
        if (left > fromRecognised) _cutOwed(left - fromRecognised);
        if (!full) {
            _gate.flags |= CLOSED_BY_LOSS;
            _losses.recognised += uint96(fromRecognised);
            _losses.undripped += uint96(fromUndripped);
            _losses.cover += uint96(fromCover);
        }
        emit SyncApplied(full, 0, loss, 0, 0, 0, 0, fromUndripped, fromCover, fromRecognised);
    }

    /// @dev What a move lost by the core's rounding: T, for as long as there is any.
    function _lose(uint256 assets) internal {
        uint256 fromRecognised = Math.min(assets, _prices.recognised);
        _prices.recognised -= uint96(fromRecognised);
        if (assets > fromRecognised) _cutOwed(assets - fromRecognised);
    }

    /// @dev More than everything was lost: what is owed is lost with it, as U was before.
    function _cutOwed(uint256 assets) private {
        uint256 fromFees = Math.min(assets, _owed.fees);
        _owed.fees -= uint96(fromFees);
        _owed.cover -= uint96(assets - fromFees);
    }

    function _cutRecognised(uint256 assets) private {
        uint256 recognised = _prices.recognised;
        _prices.recognised = uint96(recognised - assets);
        uint256 factor = Math.mulDiv(
            _losses.lossFactorRay,
            recognised - assets + SharePrice.VIRTUAL,
            recognised + SharePrice.VIRTUAL
        );
        _losses.lossFactorRay = uint128(factor);
        emit LossFactorUpdated(factor);
    }

    /// @dev What lone syncs took since the last full sync comes back first: T, then cover, then U.
    function _applyGain(uint256 gain) private {
        Losses memory l = _losses;
        (uint256 restored, uint256 repaid, uint256 again) = BookMath.restore(gain, l.recognised, l.cover, l.undripped);
        // INV-06: what was taken of U goes back to its line before that flows, as if it had been there since
        _prices.undripped += uint96(again);
        _accrue();
        if (restored != 0) _restoreRecognised(restored, l.lossFactorRay);
        if (repaid != 0) _owed.cover += uint96(repaid);
        uint256 left = gain - restored - repaid - again;
        uint256 since = Math.max(_gate.lastFullSync, _gate.lastDeposit);
        (uint256 served, uint256 servedSeconds) = BookMath.served(left, block.timestamp - since, dripSeconds);
        left -= served;
        emit SyncApplied(true, gain, 0, restored, repaid, served, again + left, 0, 0, 0);
        if (served != 0) {
            uint256 recognised = _prices.recognised;
            uint256 fee = _feeOn(recognised, served);
            _recognise(recognised + served - fee, served, fee);
        }
        // what has served a whole period leaves nothing
        if (left != 0) _addUndripped(left, dripSeconds - servedSeconds);
    }

    function _restoreRecognised(uint256 assets, uint256 factorRay) private {
        uint256 recognised = _prices.recognised;
        _prices.recognised = (recognised + assets).toUint96();
        uint256 factor = Math.mulDiv(
            factorRay,
            recognised + assets + SharePrice.VIRTUAL,
            recognised + SharePrice.VIRTUAL
        );
        _losses.lossFactorRay = uint128(factor);
        emit LossFactorUpdated(factor);
    }

    function _now() internal view returns (uint32) {
        return uint32(block.timestamp);
    }
}
