// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccountingMath} from "../accounting/AccountingMath.sol";
import {AccountingWords, CLOSED_BY_LOSS, DEAD, HELD_BACK, IN_DOUBT, WOUND_UP} from "../accounting/AccountingWords.sol";
import {ComponentReads} from "../accounting/ComponentReads.sol";
import {IComponent} from "../interfaces/IComponent.sol";
import {IVault} from "../interfaces/IVault.sol";
import {IVaultModules} from "../interfaces/IVaultModules.sol";
import {VaultStorage} from "./VaultStorage.sol";

/// @title The records of components, and their sync
/// @notice A record is what the books say a component is worth, in wei of ETH. A full sync reads all of them, nets the
/// changes and applies the net. A lone sync reads one and only notes a loss, which closes deposits: what it does
/// to cover and totals is decided by the next full sync, which anybody may call and every exit makes.
///
/// A component that cannot be read makes full syncs revert. Anybody may report it, which starts a clock; after
/// `quarantineSeconds` it counts as zero, a loss at once, and nothing waits for it any longer (`ComponentReads`). When it can be
/// read again, its worth is a gain like others.
///
/// Such a component is in doubt, and so is one that says so itself: it counts at less than it may be worth. While a full sync
/// finds one, nobody enters at that count, nothing settles at zero, and what it has lost is not drawn from the cover.
///
/// A full sync also keeps how old the oldest information in it is: a pod knows no more of its validators than at its last
/// checkpoint, in the real core too. Deposits, fills and instant exits refuse what is older than `maxCheckpointAgeSeconds`
/// (VLT-66); anybody can make a checkpoint.
/// @custom:decisions 0043 0044 0190 0245
abstract contract VaultSync is VaultStorage {
    using AccountingMath for AccountingWords.Book;
    using ComponentReads for address;
    using ComponentReads for ComponentReads.Found;
    using ComponentReads for IComponent.Position[];

    /// @inheritdoc IVault
    function syncAll() external {
        AccountingWords.Book memory b;
        _syncAll(b);
    }

    /// @inheritdoc IVault
    /// @dev What may come back is left to the full sync: noted here, it would be a loss like others there.
    function sync(address component) external {
        _checkWhole();
        (int256 change, , bool inDoubt) = _syncEntry(_entryOf(component), false, true);
        if (change >= 0) return;
        _set(CLOSED_BY_LOSS);
        if (inDoubt) return;
        uint256 loss = uint256(-change);
        _losses.pending += uint96(loss);
        emit LossNoted(component, loss);
    }

    /// @inheritdoc IVault
    function reportFailure(address component) external {
        _position(component);
        (bool failed, , , ) = component.tryRead();
        if (!failed || failingSince[component] != 0) revert ComponentReadable(component);
        _setFailing(component, block.timestamp);
    }

    /// @inheritdoc IVaultModules
    function receiveCover() external payable {
        _only(address(cover()));
        _putIdle(msg.value);
    }

    /// @dev Who announces is asked last, with the books done: what it reads of the vault is whole.
    function _syncAll(AccountingWords.Book memory b) internal {
        _checkWhole();
        ComponentReads.Found memory found;
        found.asOf = block.timestamp;
        (uint256 count, bool anyFails) = (_fees.components, _losses.failing != 0);
        for (uint256 i = 0; i < count; ++i) {
            (int256 change, uint256 asOf, bool inDoubt) = _syncEntry(_entryAt(i), true, anyFails);
            found.add(change, asOf, inDoubt);
        }
        _applyNet(b, found);
        if (!slashingGuard().isHeldBack()) return;
        _set(HELD_BACK);
        b.flags |= HELD_BACK;
    }

    /// @dev Reads a component and writes its record; a lone sync leaves alone what it does not note.
    /// @param anyFails whether its clock may be running
    function _syncEntry(
        Entry storage entry,
        bool full,
        bool anyFails
    ) private returns (int256 change, uint256 asOf, bool inDoubt) {
        (address component, int256 record) = (entry.component, entry.record);
        IComponent.Position[] memory list;
        bool failed;
        (failed, list, asOf, inDoubt) = component.tryRead();
        if (anyFails || failed) inDoubt = _checkFailing(component, failed, inDoubt);
        int256 assets = list.sum();
        change = assets - record;
        if (change == 0 || (!full && (change > 0 || inDoubt))) return (change, asOf, inDoubt);
        entry.record = int96(assets);
        for (uint256 i = 0; i < list.length; ++i) {
            IComponent.Position memory p = list[i];
            emit PositionSynced(component, p.asset, p.quantity, p.assets);
        }
        emit ComponentSynced(component, record, assets);
    }

    /// @dev Ends the clock of a component that can be read again. Nothing for one in quarantine that still cannot be read.
    function _checkFailing(address component, bool failed, bool inDoubt) private returns (bool) {
        uint256 since = failingSince[component];
        if (failed) return component.checkQuarantine(since, quarantineSeconds(), runOff());
        if (since != 0) _setFailing(component, 0);
        return inDoubt;
    }

    /// @dev Starts the clock of a component that cannot be read, or with 0 ends it.
    function _setFailing(address component, uint256 since) private {
        failingSince[component] = since;
        bool ends = since == 0;
        _losses.failing = ends ? _losses.failing - 1 : _losses.failing + 1;
        emit ComponentFailing(component, ends ? 0 : since + quarantineSeconds());
    }

    /// @dev Loads the books, applies the net of a full sync, and stores them. The time of a full sync decides what of a later
    /// gain has been served: it is never silent.
    function _applyNet(AccountingWords.Book memory b, ComponentReads.Found memory found) private {
        _load(b);
        int256 net = found.net - int256(b.pendingLoss);
        b.pendingLoss = 0;
        b.beginSync(block.timestamp);
        _accrue(b);
        if (b.noteLife(block.timestamp)) emit DeadSince(b.deadSince);
        AccountingMath.Applied memory a;
        if (net < 0) _applyLoss(b, a, uint256(-net), found.doubtful);
        else b.gain(a, uint256(net), dripSeconds(), block.timestamp);
        if (a.fee != 0) _feesOwed += a.fee;
        emit SyncApplied(
            a.gain,
            a.loss,
            a.fee,
            a.served,
            a.lockedProfit,
            a.fromLockedProfit,
            a.fromCover,
            a.fromRecognised
        );
        if (net != 0 && b.noteLife(block.timestamp)) emit DeadSince(b.deadSince);
        (b.lastFullSync, b.asOf) = (block.timestamp, found.asOf);
        b.flags = (b.flags & (WOUND_UP | DEAD)) | (found.inDoubt ? IN_DOUBT : 0);
        _store(b);
    }

    /// @dev When more than everything was lost, what is owed is lost with it.
    function _applyLoss(
        AccountingWords.Book memory b,
        AccountingMath.Applied memory a,
        uint256 loss,
        uint256 doubtful
    ) private {
        uint256 forCover = b.orderLoss(a, loss, doubtful);
        a.fromCover = forCover == 0 ? 0 : cover().draw(forCover);
        // what the cover pays has come in meanwhile
        b.idle = _gate.idle;
        uint256 factorRay = b.lossFactorRay;
        uint256 beyond = b.lose(a, doubtful);
        if (b.lossFactorRay != factorRay) emit LossFactorUpdated(b.lossFactorRay);
        if (beyond != 0) _feesOwed -= beyond;
    }
}
