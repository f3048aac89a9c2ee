// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {AccountingMath} from "../accounting/AccountingMath.sol";
import {AccountingWords, DEAD, WOUND_UP} from "../accounting/AccountingWords.sol";
import {ComponentReads} from "../accounting/ComponentReads.sol";
import {SharePrice} from "../accounting/SharePrice.sol";
import {IVault} from "../interfaces/IVault.sol";
import {IVaultViews} from "../interfaces/IVaultViews.sol";

/// @title What the vault is worth in this moment
/// @notice Loads the vault's books, applies what a full sync would, by the vault's own functions, and answers: so it says what
/// `rate()` says after `syncAll()` in the same block, to the wei (VLT-50). It fails where the sync fails, and during a move of
/// the vault (VLT-51).
///
/// It costs about what a sync costs, and holds and trusts nothing but the vault.
/// @custom:decisions 0105 0244 0268
contract VaultViews is IVaultViews {
    using AccountingMath for AccountingWords.Book;
    using AccountingWords for uint256[4];
    using AccountingWords for uint256[];
    using ComponentReads for address;
    using ComponentReads for ComponentReads.Found;
    using ComponentReads for uint256;

    IVault public immutable vault;
    /// @dev The vault's, which never change.
    uint256 private immutable _dripSeconds;
    uint256 private immutable _maxCheckpointAgeSeconds;

    constructor(address vault_) {
        vault = IVault(vault_);
        _dripSeconds = vault.dripSeconds();
        _maxCheckpointAgeSeconds = vault.maxCheckpointAgeSeconds();
    }

    /// @inheritdoc IVaultViews
    function liveRate() external view returns (uint256) {
        AccountingWords.Book memory b = _synced();
        return SharePrice.toAssetsDown(1e18, b.recognised, b.supply);
    }

    /// @inheritdoc IVaultViews
    function collateralRate() external view returns (uint256) {
        uint256[] memory words = vault.priceWords();
        AccountingWords.Book memory b = words.read();
        if (block.timestamp > b.lastFullSync + _dripSeconds) revert IVault.SyncTooOld(b.lastFullSync, _dripSeconds);
        ComponentReads.Found memory found = _readAll(words, b.components);
        if (found.inDoubt) revert IVault.WorthInDoubt();
        if (block.timestamp > found.asOf + _maxCheckpointAgeSeconds) {
            revert IVault.CheckpointTooOld(found.asOf, _maxCheckpointAgeSeconds);
        }
        // a gain that no sync has found yet is nobody's price: anybody can send one
        if (found.net > int256(b.pendingLoss)) found.net = int256(b.pendingLoss);
        _apply(b, found);
        if (b.flags & DEAD != 0) revert IVault.DeadState();
        return SharePrice.toAssetsDown(1e18, b.recognised, b.supply);
    }

    /// @inheritdoc IVaultViews
    function liveDepositRate() external view returns (uint256) {
        AccountingWords.Book memory b = _synced();
        uint256 withVirtual = b.total() + SharePrice.VIRTUAL;
        return Math.mulDiv(1e18, withVirtual, b.supply + SharePrice.VIRTUAL, Math.Rounding.Ceil);
    }

    /// @inheritdoc IVaultViews
    function liveTotals() external view returns (uint256 recognised, uint256 lockedProfit) {
        AccountingWords.Book memory b = _synced();
        return (b.recognised, b.lockedProfit);
    }

    /// @inheritdoc IVaultViews
    function rate() external view returns (uint256) {
        _book();
        return vault.rate();
    }

    /// @inheritdoc IVaultViews
    function updatedAt() external view returns (uint256) {
        return _book().lastFullSync;
    }

    /// @inheritdoc IVaultViews
    function isStale() external view returns (bool) {
        return block.timestamp > _book().lastFullSync + _dripSeconds;
    }

    /// @inheritdoc IVaultViews
    function depositRoom() external view returns (uint256 assets) {
        AccountingWords.Book memory b = _book();
        if (b.flags & WOUND_UP != 0 || block.timestamp < b.pausedUntil) return 0;
        ComponentReads.Found memory found = _readAll(vault.priceWords(), b.components);
        _apply(b, found);
        if (b.flags & DEAD != 0 || found.inDoubt) return 0;
        if (block.timestamp > found.asOf + _maxCheckpointAgeSeconds) return 0;
        if (vault.slashingGuard().wouldHoldBack()) return 0;
        uint256 total = b.total();
        uint256 cap = b.depositCapEther * 1 ether;
        if (total >= cap) return 0;
        assets = cap - total;
        if (SharePrice.toSharesDown(assets, total, b.supply) == 0) return 0;
    }

    function _book() private view returns (AccountingWords.Book memory) {
        return vault.accountingWords().read(vault.totalSupply());
    }

    function _synced() private view returns (AccountingWords.Book memory b) {
        b = _book();
        _apply(b, _readAll(vault.priceWords(), b.components));
    }

    /// @dev What `VaultSync` applies, with what the cover would pay.
    function _apply(AccountingWords.Book memory b, ComponentReads.Found memory found) private view {
        int256 net = found.net - int256(b.pendingLoss);
        b.beginSync(block.timestamp);
        b.accrue(block.timestamp);
        b.noteLife(block.timestamp);
        if (net == 0) return;
        AccountingMath.Applied memory a;
        if (net > 0) b.gain(a, uint256(net), _dripSeconds, block.timestamp);
        else {
            uint256 forCover = b.orderLoss(a, uint256(-net), found.doubtful);
            if (forCover != 0) a.fromCover = Math.min(forCover, vault.cover().available());
            b.lose(a, found.doubtful);
        }
        b.noteLife(block.timestamp);
    }

    /// @param words of `IVault.priceWords`
    /// @param count of components in them
    function _readAll(uint256[] memory words, uint256 count) private view returns (ComponentReads.Found memory found) {
        found.asOf = block.timestamp;
        for (uint256 i = 0; i < count; ++i) {
            (address component, int256 record) = words.entry(i);
            (bool failed, uint256 assets, uint256 asOf, bool inDoubt) = component.tryWorth();
            if (failed) {
                uint256 since = vault.failingSince(component);
                inDoubt = component.checkQuarantine(since, vault.quarantineSeconds(), vault.runOff());
            }
            found.add(assets.toRecord() - record, asOf, inDoubt);
        }
    }
}
