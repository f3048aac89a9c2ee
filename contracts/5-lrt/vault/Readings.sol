// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {CLOSED_BY_LOSS, DEAD, HELD_BACK, IN_DOUBT, WOUND_UP} from "../accounting/AccountingWords.sol";
import {SharePrice} from "../accounting/SharePrice.sol";
import {IVault} from "../interfaces/IVault.sol";
import {VaultStorage} from "./VaultStorage.sol";

/// @title What can be read of the books
/// @notice Prices and totals with the drip up to now and less what lone syncs have found lost, and the books as they are
/// stored. What a sync in this moment would make of them is said by `VaultViews`.
/// @custom:decisions 0105 0245 0268
abstract contract Readings is VaultStorage {
    /// @inheritdoc IVault
    function rate() external view returns (uint256) {
        _checkWhole();
        return _exitValue(1e18);
    }

    /// @inheritdoc IVault
    function depositRate() external view returns (uint256) {
        uint256 withVirtual = _shownTotal() + SharePrice.VIRTUAL;
        return Math.mulDiv(1e18, withVirtual, totalSupply() + SharePrice.VIRTUAL, Math.Rounding.Ceil);
    }

    /// @inheritdoc IVault
    function toAssetsDown(uint256 shares) external view returns (uint256) {
        return _exitValue(shares);
    }

    /// @inheritdoc IVault
    function toSharesDown(uint256 assets) public view returns (uint256) {
        return SharePrice.toSharesDown(assets, _shownTotal(), totalSupply());
    }

    /// @inheritdoc IVault
    function previewDepositLst(address lst, uint256 amount) external view returns (uint256) {
        return toSharesDown(_reserveOf(lst).toAssetsDown(amount));
    }

    /// @inheritdoc IVault
    function totals() external view returns (Totals memory t) {
        _checkWhole();
        uint256 beyond;
        (t.recognised, t.lockedProfit, beyond) = _current();
        t.idle = _gate.idle;
        t.feesOwed = Math.saturatingSub(_feesOwed, beyond);
        t.supply = totalSupply();
        t.dripEnd = _prices.dripEnd;
        t.lastFullSync = _gate.lastFullSync;
    }

    /// @inheritdoc IVault
    function accountingWords() external view returns (uint256[4] memory words) {
        _checkWhole();
        (words[0], words[1], words[2], words[3]) = _words();
    }

    /// @inheritdoc IVault
    /// @dev Each word is a cold slot to who asks first, so no other is read.
    function priceWords() external view returns (uint256[] memory) {
        _checkWhole();
        uint256 supply = totalSupply();
        uint256 closed = CLOSED_BY_LOSS;
        uint256 list;
        assembly ("memory-safe") {
            list := mload(0x40)
            let gate := sload(_gate.slot)
            let losses := 0
            if and(shr(192, gate), closed) {
                losses := sload(_losses.slot)
            }
            mstore(add(list, 0x40), sload(_prices.slot))
            mstore(add(list, 0x60), gate)
            mstore(add(list, 0x80), sload(_fees.slot))
            mstore(add(list, 0xa0), losses)
            mstore(add(list, 0xc0), supply)
        }
        _answerWithEntries(list, 5, type(uint256).max);
    }

    /// @inheritdoc IVault
    function updatedAt() external view returns (uint256) {
        return _gate.lastFullSync;
    }

    /// @inheritdoc IVault
    function isStale() external view returns (bool) {
        return block.timestamp > _gate.lastFullSync + dripSeconds();
    }

    /// @inheritdoc IVault
    function isDead() external view returns (bool) {
        return _is(DEAD);
    }

    /// @inheritdoc IVault
    function deadSince() external view returns (uint256) {
        return _fees.deadSince;
    }

    /// @inheritdoc IVault
    function isInDoubt() external view returns (bool) {
        return _is(IN_DOUBT);
    }

    /// @inheritdoc IVault
    function isWoundUp() external view returns (bool) {
        return _is(WOUND_UP);
    }

    /// @inheritdoc IVault
    function exitsHeldBack() external view returns (bool) {
        return _is(HELD_BACK);
    }

    /// @inheritdoc IVault
    function components() external view returns (address[] memory) {
        uint256 list;
        assembly ("memory-safe") {
            list := mload(0x40)
        }
        _answerWithEntries(list, 0, type(uint160).max);
    }

    /// @inheritdoc IVault
    function recordOf(address component) external view returns (int256) {
        return _entryOf(component).record;
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

    /// @dev Ends the call with a list: as many words as are `filled` behind its head, then of each entry what `mask` leaves.
    function _answerWithEntries(uint256 list, uint256 filled, uint256 mask) private view {
        uint256 count = _fees.components;
        assembly ("memory-safe") {
            mstore(list, 0x20)
            mstore(add(list, 0x20), add(filled, count))
            let place := add(list, add(0x40, shl(5, filled)))
            for {
                let i := 0
            } lt(i, count) {
                i := add(i, 1)
            } {
                mstore(place, and(mask, sload(add(_entries.slot, i))))
                place := add(place, 0x20)
            }
            return(list, sub(place, list))
        }
    }

    function _shownTotal() private view returns (uint256) {
        _checkWhole();
        (uint256 recognised, uint256 lockedProfit, ) = _current();
        return recognised + lockedProfit;
    }
}
