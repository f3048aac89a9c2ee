// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IComponent} from "../interfaces/IComponent.sol";
import {IRunOff} from "../interfaces/IRunOff.sol";
import {IVault} from "../interfaces/IVault.sol";
import {VaultAccounting} from "./VaultAccounting.sol";

/// @title The records of components, and their sync
/// @notice A record is what the books say a component is worth, in wei of ETH. A full sync reads all of them, nets the
/// changes and lets the books apply the net. A lone sync reads one and only notes a loss, which closes deposits: what it does
/// to cover and totals is decided by the next full sync, which anybody may call and every exit makes.
///
/// A component that cannot be read makes full syncs revert. Anybody may report it, which starts a clock (its call must
/// fail with `READ_GAS` given, so that nobody can make it fail by giving little); after `quarantineSeconds` it counts as
/// zero, a loss at once, and nothing waits for it any longer. When it can be read again, its worth is a gain like others.
///
/// Such a component is in doubt, and so is one that says so itself: it counts at less than it may be worth. While a full sync
/// finds one, nobody enters at that count, nothing settles at zero, and what it has lost is not drawn from the cover. The
/// doubt of one that cannot be read ends a grace (that of the run-off) after its quarantine began.
///
/// A full sync also keeps how old the oldest information in it is: a pod knows no more of its validators than at its last
/// checkpoint, in the real core too. Deposits, fills and instant exits refuse what is older than `maxCheckpointAgeSeconds`
/// (VLT-66); anybody can make a checkpoint.
///
/// A record is signed: a move books what it changed, not what it found, so what leaves a component that has gained since
/// its last sync may be more than its record.
/// @custom:decisions 0044
abstract contract ComponentAccounting is VaultAccounting {
    using SafeCast for uint256;
    using SafeCast for int256;

    struct Entry {
        address component;
        int96 record;
    }

    uint256 public constant MAX_COMPONENTS = 24;
    /// @notice Gas that a read is given: more than any read needs within the limits of delegators and reserves.
    uint256 internal constant READ_GAS = 1_000_000;

    uint256 public immutable quarantineSeconds;
    uint256 public immutable maxCheckpointAgeSeconds;
    IRunOff public immutable runOff;

    Entry[] internal _entries;
    mapping(address component => uint256 indexPlusOne) internal _indexOf;
    mapping(address component => uint256 timestamp) public failingSince;

    /// @dev Set while a move between two places is half done: then no sync can tell what is where.
    bool internal transient _moving;

    constructor(uint256 quarantineSeconds_, uint256 maxCheckpointAgeSeconds_, address runOff_) {
        runOff = IRunOff(runOff_);
        quarantineSeconds = quarantineSeconds_;
        maxCheckpointAgeSeconds = maxCheckpointAgeSeconds_;
    }

    function _addComponent(address component) internal {
        if (_indexOf[component] != 0) revert ComponentKnown(component);
        if (_entries.length == MAX_COMPONENTS) revert TooManyComponents(MAX_COMPONENTS);
        _entries.push(Entry(component, 0));
        _indexOf[component] = _entries.length;
        emit ComponentAdded(component);
    }

    function _removeComponent(address component) internal {
        uint256 index = _position(component);
        int256 record = _entries[index].record;
        uint256 value = IComponent(component).value();
        if (record != 0 || value != 0) revert ComponentNotEmpty(component, record, value);
        Entry memory last = _entries[_entries.length - 1];
        _entries[index] = last;
        _indexOf[last.component] = index + 1;
        delete _indexOf[component];
        _entries.pop();
        emit ComponentRemoved(component);
    }

    function _syncAll() internal virtual {
        if (_moving) revert MoveInProgress();
        int256 net = -int256(uint256(_losses.pending));
        uint256 doubtful = 0;
        uint8 flags = 0;
        uint256 oldest = block.timestamp;
        for (uint256 i = 0; i < _entries.length; ++i) {
            (int256 change, uint256 asOf, bool inDoubt) = _syncEntry(_entries[i], true);
            net += change;
            if (asOf < oldest) oldest = asOf;
            if (!inDoubt) continue;
            flags = IN_DOUBT;
            if (change < 0) doubtful += uint256(-change);
        }
        _gate.asOf = uint32(oldest);
        if (_losses.pending != 0) _losses.pending = 0;
        _applyNet(net, doubtful, flags);
    }

    /// @dev What may come back is left to the full sync: noted here, it would be a loss like others there.
    function _sync(address component) internal {
        if (_moving) revert MoveInProgress();
        (int256 change, , bool inDoubt) = _syncEntry(_entries[_position(component)], false);
        if (change >= 0) return;
        _gate.flags |= CLOSED_BY_LOSS;
        if (inDoubt) return;
        uint256 loss = uint256(-change);
        _losses.pending += uint96(loss);
        emit LossNoted(component, loss);
    }

    /// @dev Reads a component and writes its record; a lone sync leaves alone what it does not note.
    function _syncEntry(Entry storage entry, bool full) private returns (int256 change, uint256 asOf, bool inDoubt) {
        (address component, int256 record) = (entry.component, entry.record);
        IComponent.Position[] memory found;
        (found, asOf, inDoubt) = _read(component);
        uint256 value = 0;
        for (uint256 i = 0; i < found.length; ++i) value += found[i].assets;
        int256 assets = value.toInt256();
        change = assets - record;
        if (change == 0 || (!full && (change > 0 || inDoubt))) return (change, asOf, inDoubt);
        entry.record = assets.toInt96();
        for (uint256 i = 0; i < found.length; ++i) {
            IComponent.Position memory p = found[i];
            emit PositionSynced(component, p.asset, p.quantity, p.assets);
        }
        emit ComponentSynced(component, record, assets);
    }

    /// @dev Nothing for a component in quarantine that still cannot be read.
    function _read(address component) private returns (IComponent.Position[] memory found, uint256 asOf, bool inDoubt) {
        bool failed;
        (failed, found, asOf, inDoubt) = _tryRead(component);
        if (_losses.failing == 0 && !failed) return (found, asOf, inDoubt);
        uint256 since = failingSince[component];
        if (!failed && since != 0) _setFailing(component, 0);
        if (!failed) return (found, asOf, inDoubt);
        uint256 countsZeroAt = since == 0 ? 0 : since + quarantineSeconds;
        if (since == 0 || block.timestamp < countsZeroAt) revert ComponentUnreadable(component, countsZeroAt);
        inDoubt = block.timestamp < countsZeroAt + runOff.graceSeconds();
    }

    function _tryRead(
        address component
    ) private view returns (bool failed, IComponent.Position[] memory found, uint256 asOf, bool inDoubt) {
        // the callee gets 63/64 of what is left: below this, a failure could be the caller's doing
        if (gasleft() < (READ_GAS * 64) / 63 + 20_000) revert NotEnoughGas(gasleft());
        try IComponent(component).positions{gas: READ_GAS}() returns (
            IComponent.Position[] memory list,
            uint256 oldest,
            bool doubt
        ) {
            return (false, list, oldest, doubt);
        } catch {
            return (true, found, block.timestamp, false);
        }
    }

    /// @dev Starts the clock of a component that cannot be read.
    function _reportFailure(address component) internal {
        _position(component);
        (bool failed, , , ) = _tryRead(component);
        if (!failed || failingSince[component] != 0) revert ComponentReadable(component);
        _setFailing(component, block.timestamp);
    }

    function _setFailing(address component, uint256 since) private {
        failingSince[component] = since;
        _losses.failing = since == 0 ? _losses.failing - 1 : _losses.failing + 1;
        emit ComponentFailing(component, since == 0 ? 0 : since + quarantineSeconds);
    }

    /// @inheritdoc IVault
    function bookWords() external view returns (uint256[4] memory words) {
        if (_moving) revert MoveInProgress();
        assembly ("memory-safe") {
            for {
                let i := 0
            } lt(i, 4) {
                i := add(i, 1)
            } {
                mstore(add(words, shl(5, i)), sload(add(_prices.slot, i)))
            }
        }
    }

    function _checkAge(uint256 asOf) internal view {
        if (block.timestamp > asOf + maxCheckpointAgeSeconds) revert CheckpointTooOld(asOf, maxCheckpointAgeSeconds);
    }

    function _book(address component, int256 change) internal {
        Entry storage entry = _entries[_position(component)];
        entry.record = (entry.record + change).toInt96();
    }

    function _position(address component) internal view returns (uint256) {
        uint256 indexPlusOne = _indexOf[component];
        if (indexPlusOne == 0) revert NotAComponent(component);
        return indexPlusOne - 1;
    }
}
