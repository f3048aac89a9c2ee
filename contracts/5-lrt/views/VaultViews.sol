// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {AccountingMath} from "../accounting/AccountingMath.sol";
import {Drip} from "../accounting/Drip.sol";
import {SharePrice} from "../accounting/SharePrice.sol";
import {IComponent} from "../interfaces/IComponent.sol";
import {IVault} from "../interfaces/IVault.sol";
import {IVaultViews} from "../interfaces/IVaultViews.sol";
import {AccountingWords} from "./AccountingWords.sol";

/// @title What the vault is worth in this moment
/// @notice Does in memory what a full sync does in storage: lets U flow, reads every component, nets, and applies the net
/// as a gain (its fee, served, dripping) or as a loss (U, cover, T). It reads the stored books of the
/// vault and computes with the vault's own libraries, so it says what `rate()` says after `syncAll()` in the same block,
/// to the wei (VLT-50). It fails where the sync fails, and during a move of the vault (VLT-51).
///
/// It costs about what a sync costs, and holds and trusts nothing but the vault.
contract VaultViews is IVaultViews {
    using AccountingWords for uint256[4];

    /// @param net what the components have gained or lost since their records
    /// @param doubtful what those in doubt have lost
    /// @param asOf timestamp of the oldest information
    struct Found {
        int256 net;
        uint256 doubtful;
        uint256 asOf;
        bool inDoubt;
    }

    /// @dev Gas that the vault gives a read, and what it keeps for itself.
    uint256 private constant READ_GAS = 1_000_000;
    uint256 private constant LEAST_GAS = (READ_GAS * 64) / 63 + 20_000;

    /// @dev What a full sync would make of the books.
    struct Live {
        uint256 recognised;
        uint256 lockedProfit;
        bool dead;
    }

    IVault public immutable vault;

    constructor(address vault_) {
        vault = IVault(vault_);
    }

    /// @inheritdoc IVaultViews
    function liveRate() external view returns (uint256) {
        (uint256 recognised, ) = liveTotals();
        return SharePrice.toAssetsDown(1e18, recognised, vault.totalSupply());
    }

    /// @inheritdoc IVaultViews
    function collateralRate() external view returns (uint256) {
        AccountingWords.Book memory b = _book();
        uint256 dripSeconds = vault.dripSeconds();
        if (block.timestamp > b.lastFullSync + dripSeconds) revert IVault.SyncTooOld(b.lastFullSync, dripSeconds);
        Found memory found = _readAll(b.failing);
        if (found.inDoubt) revert IVault.WorthInDoubt();
        uint256 maxAgeSeconds = vault.maxCheckpointAgeSeconds();
        if (block.timestamp > found.asOf + maxAgeSeconds) revert IVault.CheckpointTooOld(found.asOf, maxAgeSeconds);
        uint256 supply = vault.totalSupply();
        uint256 flow = Drip.released(b.lockedProfit, b.accruedAt, b.dripEnd, block.timestamp);
        (uint256 recognised, uint256 lockedProfit) = (b.recognised + flow, b.lockedProfit - flow);
        int256 net = found.net - int256(b.pendingLoss);
        // a gain that no sync has found yet is nobody's price: anybody can send one
        if (net < 0) (recognised, ) = _lessLoss(uint256(-net), 0, recognised, lockedProfit);
        if (SharePrice.isDead(vault.isDead(), recognised, b.highWaterRay, supply)) revert IVault.DeadState();
        return SharePrice.toAssetsDown(1e18, recognised, supply);
    }

    /// @inheritdoc IVaultViews
    function liveDepositRate() external view returns (uint256) {
        (uint256 recognised, uint256 lockedProfit) = liveTotals();
        uint256 supply = vault.totalSupply() + SharePrice.VIRTUAL;
        return Math.mulDiv(1e18, recognised + lockedProfit + SharePrice.VIRTUAL, supply, Math.Rounding.Ceil);
    }

    /// @inheritdoc IVaultViews
    function liveTotals() public view returns (uint256 recognised, uint256 lockedProfit) {
        AccountingWords.Book memory b = _book();
        Live memory l = _live(b, _readAll(b.failing));
        return (l.recognised, l.lockedProfit);
    }

    function _live(AccountingWords.Book memory b, Found memory found) private view returns (Live memory l) {
        uint256 supply = vault.totalSupply();
        uint256 flow = Drip.released(b.lockedProfit, b.accruedAt, b.dripEnd, block.timestamp);
        (l.recognised, l.lockedProfit) = (b.recognised + flow, b.lockedProfit - flow);
        int256 net = found.net - int256(b.pendingLoss);
        l.dead = SharePrice.isDead(b.dead, l.recognised, b.highWaterRay, supply);
        if (net == 0) return l;
        uint256 highest = l.recognised + l.lockedProfit;
        if (net > 0) highest += _addGain(l, b, uint256(net), supply);
        else (l.recognised, l.lockedProfit) = _lessLoss(uint256(-net), found.doubtful, l.recognised, l.lockedProfit);
        highest = Math.max(b.highWaterRay, SharePrice.rateRayDown(highest, supply));
        l.dead = SharePrice.isDead(l.dead, l.recognised, highest, supply);
    }

    /// @return left of the gain, after its fee
    function _addGain(
        Live memory l,
        AccountingWords.Book memory b,
        uint256 gain,
        uint256 supply
    ) private view returns (uint256 left) {
        left = gain - AccountingMath.feeOn(l.recognised + l.lockedProfit, gain, b.highWaterRay, b.feeBps, supply);
        uint256 synced = b.lastFullSync == block.timestamp ? b.syncBefore : b.lastFullSync;
        uint256 since = Math.max(synced, b.lastDeposit);
        (uint256 served, ) = AccountingMath.served(left, block.timestamp - since, vault.dripSeconds());
        l.recognised += served;
        l.lockedProfit += left - served;
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
        if (b.woundUp || block.timestamp < b.pausedUntil) return 0;
        Found memory found = _readAll(b.failing);
        Live memory l = _live(b, found);
        if (l.dead || found.inDoubt) return 0;
        if (block.timestamp > found.asOf + vault.maxCheckpointAgeSeconds()) return 0;
        if (vault.slashingGuard().wouldHoldBack()) return 0;
        uint256 total = l.recognised + l.lockedProfit;
        if (total >= b.depositCapAssets) return 0;
        assets = b.depositCapAssets - total;
        uint256 shares = SharePrice.toSharesDown(assets, total, vault.totalSupply());
        if (shares == 0) return 0;
    }

    function _book() private view returns (AccountingWords.Book memory) {
        return vault.bookWords().read();
    }

    /// @dev A loss takes U, then cover, then T.
    function _lessLoss(
        uint256 loss,
        uint256 doubtful,
        uint256 recognised,
        uint256 lockedProfit
    ) private view returns (uint256, uint256) {
        (uint256 fromLockedProfit, uint256 forCover) = AccountingMath.lossOrder(
            loss,
            doubtful,
            recognised,
            lockedProfit
        );
        if (forCover != 0) forCover = Math.min(forCover, vault.cover().available());
        return (recognised - Math.min(recognised, loss - fromLockedProfit - forCover), lockedProfit - fromLockedProfit);
    }

    function _readAll(uint256 failing) private view returns (Found memory found) {
        address[] memory components = vault.components();
        found.asOf = block.timestamp;
        for (uint256 i = 0; i < components.length; ++i) {
            (int256 worth, uint256 asOf, bool inDoubt) = _worthOf(components[i], failing);
            int256 change = worth - vault.recordOf(components[i]);
            found.net += change;
            if (asOf < found.asOf) found.asOf = asOf;
            if (!inDoubt) continue;
            found.inDoubt = true;
            if (change < 0) found.doubtful += uint256(-change);
        }
    }

    /// @dev As `ComponentAccounting` reads: zero for a component in quarantine that still cannot be read.
    function _worthOf(
        address component,
        uint256 failing
    ) private view returns (int256 worth, uint256 asOf, bool inDoubt) {
        if (gasleft() < LEAST_GAS) revert IVault.NotEnoughGas(gasleft());
        try IComponent(component).positions{gas: READ_GAS}() returns (
            IComponent.Position[] memory found,
            uint256 oldest,
            bool doubt
        ) {
            (asOf, inDoubt) = (oldest, doubt);
            uint256 value = 0;
            for (uint256 i = 0; i < found.length; ++i) value += found[i].assets;
            worth = SafeCast.toInt96(SafeCast.toInt256(value));
        } catch {
            uint256 since = failing == 0 ? 0 : vault.failingSince(component);
            uint256 quarantineAt = since == 0 ? 0 : since + vault.quarantineSeconds();
            if (since == 0 || block.timestamp < quarantineAt) {
                revert IVault.ComponentUnreadable(component, quarantineAt);
            }
            asOf = block.timestamp;
            inDoubt = block.timestamp < quarantineAt + vault.runOff().graceSeconds();
        }
    }
}
