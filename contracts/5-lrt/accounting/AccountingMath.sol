// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {AccountingWords, DEAD} from "./AccountingWords.sol";
import {Drip} from "./Drip.sol";
import {SharePrice} from "./SharePrice.sol";

/// @title How gains and losses enter the books
/// @notice Pure, over the books in memory. The vault loads them, applies, and stores; the view that says what a sync would make
/// of them (`VaultViews`) loads, applies, and answers: so both agree to the wei. Amounts are wei of ETH, rounded down.
/// @custom:decisions 0191 0244
library AccountingMath {
    using SafeCast for uint256;

    /// @notice What a full sync did to the totals, as `IVaultEvents.SyncApplied` tells it.
    struct Applied {
        uint256 gain;
        uint256 loss;
        uint256 fee;
        uint256 served;
        uint256 lockedProfit;
        uint256 fromLockedProfit;
        uint256 fromCover;
        uint256 fromRecognised;
    }

    uint256 internal constant BPS = 10_000;

    function total(AccountingWords.Book memory b) internal pure returns (uint256) {
        return b.recognised + b.lockedProfit;
    }

    /// @notice Lets U flow into T up to `timestamp`.
    /// @return flow what has flowed, in wei
    function accrue(AccountingWords.Book memory b, uint256 timestamp) internal pure returns (uint256 flow) {
        flow = Drip.released(b.lockedProfit, b.accruedAt, b.dripEnd, timestamp);
        b.lockedProfit -= flow;
        b.recognised = (b.recognised + flow).toUint96();
        b.accruedAt = timestamp;
    }

    /// @notice Adds a gain to U, which has been accrued up to `timestamp`.
    /// @param ownSeconds in which the gain by itself would flow
    function lock(
        AccountingWords.Book memory b,
        uint256 assets,
        uint256 ownSeconds,
        uint256 dripSeconds,
        uint256 timestamp
    ) internal pure {
        b.dripEnd = Drip.join(b.lockedProfit, b.dripEnd, assets, ownSeconds, dripSeconds, timestamp);
        b.lockedProfit = (b.lockedProfit + assets).toUint96();
    }

    /// @notice The fee on a gain, and the mark that the gain leaves. Only when U has been accrued.
    /// @dev VLT-10
    function takeFee(AccountingWords.Book memory b, uint256 assets) internal pure returns (uint256 fee) {
        fee = feeOn(b, assets);
        noteHighest(b, total(b) + assets - fee);
    }

    /// @notice Fee on a gain: a part of what lifts the deposit price above its highest; all of it, when nobody holds shares.
    function feeOn(AccountingWords.Book memory b, uint256 assets) internal pure returns (uint256) {
        uint256 before = total(b);
        if (!SharePrice.isHeld(before, b.highWaterRay, b.supply)) return assets;
        uint256 highWater = SharePrice.totalAtUp(b.highWaterRay, b.supply);
        uint256 after_ = before + assets;
        if (after_ <= highWater) return 0;
        return ((after_ - Math.max(before, highWater)) * b.feeBps) / BPS;
    }

    /// @dev The deposit price also rises by what leavers forgo, and by rounding: who falls from there and recovers has not
    /// gained.
    function noteHighest(AccountingWords.Book memory b, uint256 total_) internal pure {
        // 168 bits hold what 96 bits of wei make of no shares
        b.highWaterRay = Math.max(b.highWaterRay, SharePrice.rateRayDown(total_, b.supply));
    }

    /// @notice The part of a gain that has served already: it was made while nobody could join.
    /// @param sinceSeconds time since the last full sync, or the last deposit if that was later
    function served(
        uint256 assets,
        uint256 sinceSeconds,
        uint256 dripSeconds
    ) internal pure returns (uint256 servedAssets, uint256 servedSeconds) {
        servedSeconds = Math.min(sinceSeconds, dripSeconds);
        servedAssets = Math.mulDiv(assets, servedSeconds, dripSeconds);
    }

    /// @notice Begins a full sync, before U flows.
    /// @dev INV-30: what was synced earlier in a block changes nothing of what a gain has served.
    function beginSync(AccountingWords.Book memory b, uint256 timestamp) internal pure {
        if (b.lastFullSync != timestamp) b.syncBefore = b.lastFullSync;
    }

    /// @notice VLT-40: starts the clock of a vault that is found dead, and stops that of one that lives again.
    /// @return turned whether it did either
    function noteLife(AccountingWords.Book memory b, uint256 timestamp) internal pure returns (bool turned) {
        bool wasDead = b.flags & DEAD != 0;
        bool dead = SharePrice.isDead(wasDead, b.recognised, b.highWaterRay, b.supply);
        if (dead == wasDead) return false;
        b.flags ^= DEAD;
        b.deadSince = dead ? timestamp : 0;
        return true;
    }

    /// @notice A gain that a full sync finds: its fee, the part that has served into T, the rest into U.
    function gain(
        AccountingWords.Book memory b,
        Applied memory a,
        uint256 assets,
        uint256 dripSeconds,
        uint256 timestamp
    ) internal pure {
        if (assets == 0) return;
        a.gain = assets;
        a.fee = takeFee(b, assets);
        uint256 left = assets - a.fee;
        uint256 servedSeconds;
        (a.served, servedSeconds) = served(left, timestamp - Math.max(b.syncBefore, b.lastDeposit), dripSeconds);
        a.lockedProfit = left - a.served;
        b.recognised = (b.recognised + a.served).toUint96();
        // what has served a whole period leaves nothing
        lock(b, a.lockedProfit, dripSeconds - servedSeconds, dripSeconds, timestamp);
    }

    /// @notice What a net loss takes of U, and what it asks of the cover: no more than T, and nothing for what may come back.
    /// @param doubtful the part of the loss that components in doubt have
    function orderLoss(
        AccountingWords.Book memory b,
        Applied memory a,
        uint256 loss,
        uint256 doubtful
    ) internal pure returns (uint256 forCover) {
        (a.loss, a.fromLockedProfit) = (loss, Math.min(loss, b.lockedProfit));
        forCover = Math.min(loss - a.fromLockedProfit, Math.saturatingSub(loss, doubtful));
        return Math.min(b.recognised, forCover);
    }

    /// @notice A loss that `orderLoss` has ordered and the cover has paid its part of: U, then T, and what queued shares are
    /// worth under the loss-only rule, but for what may come back (VLT-94).
    /// @return beyond what neither has
    function lose(
        AccountingWords.Book memory b,
        Applied memory a,
        uint256 doubtful
    ) internal pure returns (uint256 beyond) {
        uint256 before = b.recognised;
        uint256 left = a.loss - a.fromLockedProfit - a.fromCover;
        a.fromRecognised = cut(b, left, a.fromLockedProfit);
        uint256 lasting = Math.saturatingSub(a.fromRecognised, doubtful);
        if (lasting != 0) {
            uint256 after_ = before - lasting + SharePrice.VIRTUAL;
            b.lossFactorRay = Math.mulDiv(b.lossFactorRay, after_, before + SharePrice.VIRTUAL);
        }
        return left - a.fromRecognised;
    }

    /// @notice Takes up to `assets` out of T, and `fromLockedProfit` out of U. A loss by the core's rounding, in a move, touches
    /// T alone.
    function cut(
        AccountingWords.Book memory b,
        uint256 assets,
        uint256 fromLockedProfit
    ) internal pure returns (uint256 fromRecognised) {
        noteHighest(b, total(b));
        fromRecognised = Math.min(assets, b.recognised);
        b.recognised -= fromRecognised;
        b.lockedProfit -= fromLockedProfit;
    }
}
