// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {AccountingMath} from "../accounting/AccountingMath.sol";
import {AccountingWords, DEAD, WOUND_UP} from "../accounting/AccountingWords.sol";
import {ComponentReads} from "../accounting/ComponentReads.sol";
import {SharePrice} from "../accounting/SharePrice.sol";
import {IComponent} from "../interfaces/IComponent.sol";
import {IVault} from "../interfaces/IVault.sol";
import {IVaultViews} from "../interfaces/IVaultViews.sol";

/// @title What the vault is worth in this moment
/// @notice Loads the vault's books, applies what a full sync would, by the vault's own functions, and answers: so it says what
/// `rate()` says after `syncAll()` in the same block, to the wei (VLT-50). It fails where the sync fails, and during a move of
/// the vault (VLT-51).
///
/// It costs about what a sync costs, and holds and trusts nothing but the vault.
/// @custom:decisions 0105 0244
contract VaultViews is IVaultViews {
    using AccountingMath for AccountingWords.Book;
    using AccountingWords for uint256[4];
    using ComponentReads for address;
    using ComponentReads for ComponentReads.Found;
    using ComponentReads for IComponent.Position[];

    IVault public immutable vault;

    constructor(address vault_) {
        vault = IVault(vault_);
    }

    /// @inheritdoc IVaultViews
    function liveRate() external view returns (uint256) {
        AccountingWords.Book memory b = _synced();
        return SharePrice.toAssetsDown(1e18, b.recognised, b.supply);
    }

    /// @inheritdoc IVaultViews
    function collateralRate() external view returns (uint256) {
        AccountingWords.Book memory b = _book();
        uint256 dripSeconds = vault.dripSeconds();
        if (block.timestamp > b.lastFullSync + dripSeconds) revert IVault.SyncTooOld(b.lastFullSync, dripSeconds);
        ComponentReads.Found memory found = _readAll(b.failing);
        if (found.inDoubt) revert IVault.WorthInDoubt();
        uint256 maxAgeSeconds = vault.maxCheckpointAgeSeconds();
        if (block.timestamp > found.asOf + maxAgeSeconds) revert IVault.CheckpointTooOld(found.asOf, maxAgeSeconds);
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
        return block.timestamp > _book().lastFullSync + vault.dripSeconds();
    }

    /// @inheritdoc IVaultViews
    function depositRoom() external view returns (uint256 assets) {
        AccountingWords.Book memory b = _book();
        if (b.flags & WOUND_UP != 0 || block.timestamp < b.pausedUntil) return 0;
        ComponentReads.Found memory found = _readAll(b.failing);
        _apply(b, found);
        if (b.flags & DEAD != 0 || found.inDoubt) return 0;
        if (block.timestamp > found.asOf + vault.maxCheckpointAgeSeconds()) return 0;
        if (vault.slashingGuard().wouldHoldBack()) return 0;
        uint256 total = b.total();
        uint256 cap = b.depositCapEther * 1 ether;
        if (total >= cap) return 0;
        assets = cap - total;
        if (SharePrice.toSharesDown(assets, total, b.supply) == 0) return 0;
    }

    function _book() private view returns (AccountingWords.Book memory) {
        return vault.bookWords().read(vault.totalSupply());
    }

    function _synced() private view returns (AccountingWords.Book memory b) {
        b = _book();
        _apply(b, _readAll(b.failing));
    }

    /// @dev What `VaultSync` applies, with what the cover would pay.
    function _apply(AccountingWords.Book memory b, ComponentReads.Found memory found) private view {
        int256 net = found.net - int256(b.pendingLoss);
        b.beginSync(block.timestamp);
        b.accrue(block.timestamp);
        b.noteLife(block.timestamp);
        if (net == 0) return;
        AccountingMath.Applied memory a;
        if (net > 0) b.gain(a, uint256(net), vault.dripSeconds(), block.timestamp);
        else {
            uint256 forCover = b.orderLoss(a, uint256(-net), found.doubtful);
            if (forCover != 0) a.fromCover = Math.min(forCover, vault.cover().available());
            b.lose(a, found.doubtful);
        }
        b.noteLife(block.timestamp);
    }

    function _readAll(uint256 failing) private view returns (ComponentReads.Found memory found) {
        address[] memory components = vault.components();
        found.asOf = block.timestamp;
        for (uint256 i = 0; i < components.length; ++i) {
            address component = components[i];
            (bool failed, IComponent.Position[] memory list, uint256 asOf, bool inDoubt) = component.tryRead();
            if (failed) {
                uint256 since = failing == 0 ? 0 : vault.failingSince(component);
                inDoubt = component.checkQuarantine(since, vault.quarantineSeconds(), vault.runOff());
            }
            found.add(list.sum() - vault.recordOf(component), asOf, inDoubt);
        }
    }
}
