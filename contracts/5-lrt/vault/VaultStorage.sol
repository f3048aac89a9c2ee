// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {AccountingMath} from "../accounting/AccountingMath.sol";
import {AccountingWords, CLOSED_BY_LOSS, WOUND_UP} from "../accounting/AccountingWords.sol";
import {Drip} from "../accounting/Drip.sol";
import {SharePrice} from "../accounting/SharePrice.sol";
import {IComponent} from "../interfaces/IComponent.sol";
import {ILstReserve} from "../interfaces/ILstReserve.sol";
import {IVaultModules} from "../interfaces/IVaultModules.sol";
import {VaultParts} from "./VaultParts.sol";

/// @title The vault's books
/// @notice Two totals in wei of ETH: T, recognised, and U, gained and not yet dripped; and what all parts of the vault read and
/// write of them. A part derives from this contract alone, or from `VaultSync` if it needs a full sync, and calls no other.
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
/// @custom:decisions 0041 0190 0192 0195 0196 0245
abstract contract VaultStorage is VaultParts, IVaultModules {
    using AccountingMath for AccountingWords.Book;
    using AccountingWords for AccountingWords.Book;
    using SafeCast for int256;
    using SafeCast for uint256;

    struct Prices {
        uint96 recognised;
        uint96 lockedProfit;
        uint32 accruedAt;
        uint32 dripEnd;
    }

    struct Gate {
        uint96 idle;
        uint32 lastFullSync;
        uint32 lastDeposit;
        uint32 pausedUntil;
        uint8 flags;
        uint24 depositCapEther;
        uint32 asOf;
    }

    /// @param highWaterRay 168 bits hold what 96 bits of wei make of no shares
    /// @param containedUntil until when requests, settlements and deposits stop
    /// @param deadSince since when syncs have found the vault dead
    /// @param components how many there are, in a word that every sync and every price reads anyway
    struct Fees {
        uint16 feeBps;
        uint168 highWaterRay;
        uint32 containedUntil;
        uint32 deadSince;
        uint8 components;
    }

    /// @param lossFactorRay the cumulative loss factor
    struct Losses {
        uint96 lossFactorRay;
        uint96 pending;
        uint32 failing;
        uint32 syncBefore;
    }

    /// @dev A record is signed: a move books what it changed, not what it found, so what leaves a component that has gained
    /// since its last sync may be more than its record.
    struct Entry {
        address component;
        int96 record;
    }

    uint256 public constant MAX_COMPONENTS = 24;

    Prices internal _prices;
    Gate internal _gate;
    Fees internal _fees;
    Losses internal _losses;
    /// @dev Idle ETH that is not the holders'.
    uint256 internal _feesOwed;
    /// @dev The first `_fees.components` are filled, the others empty.
    Entry[MAX_COMPONENTS] internal _entries;
    mapping(address component => uint256 indexPlusOne) internal _indexOf;
    mapping(address component => uint256 timestamp) public override failingSince;
    mapping(address lst => address reserve) public override lstReserve;

    /// @dev Set while a move between two places is half done: then no sync can tell what is where.
    bool internal transient _moving;

    constructor() {
        _prices = Prices(0, 0, _now(), _now());
        _gate.lastFullSync = _now();
        _gate.lastDeposit = _now();
        _gate.depositCapEther = type(uint24).max;
        _gate.asOf = _now();
        _fees.highWaterRay = uint168(SharePrice.RAY);
        _losses.lossFactorRay = uint96(SharePrice.RAY);
    }

    // --- who calls, and when ------------------------------------------------------------------------------------------

    function _only(address counterpart) internal view {
        if (msg.sender != counterpart) revert NotACounterpart(msg.sender);
    }

    /// @dev No half of a move can be read as a price (VLT-67), or synced.
    function _checkWhole() internal view {
        if (_moving) revert MoveInProgress();
    }

    function _checkAge(uint256 asOf) internal view {
        uint256 maxAgeSeconds = _maxCheckpointAgeSeconds;
        if (block.timestamp > asOf + maxAgeSeconds) revert CheckpointTooOld(asOf, maxAgeSeconds);
    }

    function _now() internal view returns (uint32) {
        return uint32(block.timestamp);
    }

    // --- totals -------------------------------------------------------------------------------------------------------

    /// @dev The words of `_prices`, `_gate`, `_fees` and `_losses`.
    function _words() internal view returns (uint256 prices, uint256 gate, uint256 fees, uint256 losses) {
        assembly ("memory-safe") {
            prices := sload(_prices.slot)
            gate := sload(_gate.slot)
            fees := sload(_fees.slot)
            losses := sload(_losses.slot)
        }
    }

    function _pricesWord() internal view returns (uint256 prices) {
        assembly ("memory-safe") {
            prices := sload(_prices.slot)
        }
    }

    function _setPricesWord(uint256 prices) internal {
        assembly ("memory-safe") {
            sstore(_prices.slot, prices)
        }
    }

    function _gateWord() internal view returns (uint256 gate) {
        assembly ("memory-safe") {
            gate := sload(_gate.slot)
        }
    }

    function _setGateWord(uint256 gate) internal {
        assembly ("memory-safe") {
            sstore(_gate.slot, gate)
        }
    }

    function _load(AccountingWords.Book memory b) internal view {
        (uint256 prices, uint256 gate, uint256 fees, uint256 losses) = _words();
        b.fill(prices, gate, fees, losses);
        b.supply = totalSupply();
    }

    function _store(AccountingWords.Book memory b) internal {
        (uint256 prices, uint256 gate, uint256 fees, uint256 losses) = b.write();
        assembly ("memory-safe") {
            sstore(_prices.slot, prices)
            sstore(_gate.slot, gate)
            sstore(_fees.slot, fees)
            sstore(_losses.slot, losses)
        }
    }

    /// @dev Lets U flow up to now, in memory.
    function _accrue(AccountingWords.Book memory b) internal {
        uint256 flow = b.accrue(block.timestamp);
        if (flow != 0) emit Dripped(flow);
    }

    function _flow() private view returns (uint256) {
        Prices memory p = _prices;
        return Drip.released(p.lockedProfit, p.accruedAt, p.dripEnd, block.timestamp);
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

    function _exitValue(uint256 shares) internal view returns (uint256) {
        (uint256 recognised, , ) = _current();
        return SharePrice.toAssetsDown(shares, recognised, totalSupply());
    }

    /// @dev A gain that a sync did not find: U, over a whole period from now.
    function _receiveGain(Gain cause, address from, uint256 assets) internal {
        if (assets == 0) return;
        AccountingWords.Book memory b;
        _load(b);
        _accrue(b);
        uint256 fee = b.takeFee(assets);
        b.lock(assets - fee, dripSeconds(), dripSeconds(), block.timestamp);
        _store(b);
        _feesOwed += fee;
        emit GainReceived(cause, from, assets, fee);
    }

    // --- idle ETH -----------------------------------------------------------------------------------------------------

    /// @inheritdoc IVaultModules
    function surplusIdle() public view returns (uint256) {
        return _surplusOver(_waitingAssets());
    }

    /// @dev Idle ETH may leave other than by a settlement only as far as nobody waits for it, and never in a run-off.
    function _checkSurplus(uint256 assets, uint256 waiting) internal view returns (uint256 surplus) {
        surplus = _surplusOver(waiting);
        if (assets <= surplus) return surplus;
        if (_is(WOUND_UP)) revert WoundUp();
        revert IdleTooLow(assets, surplus);
    }

    function _surplusOver(uint256 waiting) private view returns (uint256) {
        return _is(WOUND_UP) ? 0 : Math.saturatingSub(_gate.idle, waiting + _feesOwed);
    }

    /// @dev What the closed and the open batch are worth now: the shares that the queue holds are theirs, and no others. A
    /// loss that is pending may be none.
    function _waitingAssets() internal view returns (uint256) {
        return _worthOf(balanceOf(address(queue())), _prices.recognised + _flow(), totalSupply());
    }

    /// @dev What leavers are paid for: virtual wei keep nothing from those who are owed, and below a rate of 1 they could lift
    /// the value of the last shares over T by less than VIRTUAL.
    function _worthOf(uint256 shares, uint256 recognised, uint256 supply) internal pure returns (uint256) {
        return Math.min(recognised, SharePrice.toAssetsDown(shares, recognised, supply));
    }

    function _putIdle(uint256 assets) internal {
        _gate.idle += assets.toUint96();
    }

    function _takeIdle(uint256 assets) internal {
        _gate.idle -= assets.toUint96();
    }

    // --- flags --------------------------------------------------------------------------------------------------------

    function _is(uint8 flag) internal view returns (bool) {
        return _gate.flags & flag != 0;
    }

    function _set(uint8 flag) internal {
        _gate.flags |= flag;
    }

    /// @dev Shares come to the queue by requests alone (QUE-12): sent in any other way they would be lost, and ETH kept for
    /// them. In the vault they would be lost as well (STD-54).
    function _beforeTokenTransfer(address, address to, uint256) internal view override {
        if (to == address(this)) revert TakesNoShares(to);
        if (to == address(_queue)) {
            if (msg.sender != to) revert TakesNoShares(to);
        }
    }

    // --- components ---------------------------------------------------------------------------------------------------

    /// @dev Idle ETH is booked as it comes and goes, so the vault itself needs no reading.
    function _valueOf(address place) internal view returns (uint256) {
        return place == address(this) ? 0 : IComponent(place).value();
    }

    /// @dev Changes a record by what a move has changed, or a deposit has brought.
    function _book(address component, int256 change) internal {
        Entry storage entry = _entryOf(component);
        entry.record = (entry.record + change).toInt96();
    }

    /// @dev Reverts `NotAComponent`.
    function _entryOf(address component) internal view returns (Entry storage) {
        return _entryAt(_position(component));
    }

    /// @dev There is one below `_fees.components`; nobody asks beyond.
    function _entryAt(uint256 index) internal pure returns (Entry storage entry) {
        assembly ("memory-safe") {
            entry.slot := add(_entries.slot, index)
        }
    }

    function _position(address component) internal view returns (uint256) {
        uint256 indexPlusOne = _indexOf[component];
        if (indexPlusOne == 0) revert NotAComponent(component);
        return indexPlusOne - 1;
    }

    function _reserveOf(address lst) internal view returns (ILstReserve) {
        address reserve = lstReserve[lst];
        if (reserve == address(0)) revert LstNotListed(lst);
        return ILstReserve(reserve);
    }
}
