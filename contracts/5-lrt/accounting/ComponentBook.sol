// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IComponent} from "../interfaces/IComponent.sol";
import {IVault} from "../interfaces/IVault.sol";
import {Books} from "./Books.sol";

/// @title The records of components, and their sync
/// @notice A record is what the books say a component is worth, in wei of ETH. A full sync reads all of them, nets the
/// changes and lets the books apply the net. A lone sync reads one and writes only a loss: a gain that is booked out of
/// order could drip before a loss that belongs to it is netted, so gains wait for the full sync, which anybody may call.
///
/// A component that cannot be read makes full syncs revert. Anybody may report it, which starts a clock (its call must
/// fail with `READ_GAS` given, so that nobody can make it fail by giving little); after `quarantineSeconds` it counts as
/// zero, a loss at once, and nothing waits for it any longer. When it can be read again, its worth is a gain like others.
///
/// A full sync also keeps how old the oldest information in it is: a pod knows no more of its validators than at its last
/// checkpoint, in the real core too. Deposits, fills and instant exits refuse what is older than `maxCheckpointAgeSeconds`
/// (VLT-66); anybody can make a checkpoint.
///
/// A record is signed: a move books what it changed, not what it found, so what leaves a component that has gained since
/// its last sync may be more than its record.
abstract contract ComponentBook is Books {
    using SafeCast for uint256;
    using SafeCast for int256;

    struct Entry {
        address component;
        int96 record;
    }

    uint256 public constant MAX_COMPONENTS = 24;
    /// @notice Gas that a read is given: more than any read needs within the limits of delegators and reserves.
    uint256 internal constant READ_GAS = 800_000;

    uint256 public immutable quarantineSeconds;
    uint256 public immutable maxCheckpointAgeSeconds;

    Entry[] internal _entries;
    mapping(address component => uint256 indexPlusOne) internal _indexOf;
    mapping(address component => uint256 timestamp) public failingSince;

    /// @dev Set while a move between two places is half done: then no sync can tell what is where.
    bool internal transient _moving;

    constructor(uint256 quarantineSeconds_, uint256 maxCheckpointAgeSeconds_) {
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
        uint256 n = _entries.length;
        int256 net = 0;
        uint256 oldest = block.timestamp;
        for (uint256 i = 0; i < n; ++i) {
            (int256 change, uint256 asOf) = _syncEntry(_entries[i], true);
            net += change;
            if (asOf < oldest) oldest = asOf;
        }
        _gate.asOf = uint32(oldest);
        _applyNet(true, net);
    }

    function _sync(address component) internal {
        if (_moving) revert MoveInProgress();
        (int256 change, ) = _syncEntry(_entries[_position(component)], false);
        if (change != 0) _applyNet(false, change);
    }

    /// @dev Reads a component and writes its record; a lone sync leaves a gain alone.
    function _syncEntry(Entry storage entry, bool full) private returns (int256 change, uint256 asOf) {
        (address component, int256 record) = (entry.component, entry.record);
        IComponent.Position[] memory found;
        (found, asOf) = _read(component);
        uint256 value = 0;
        for (uint256 i = 0; i < found.length; ++i) value += found[i].assets;
        int256 assets = value.toInt256();
        change = assets - record;
        if (change == 0 || (change > 0 && !full)) return (0, asOf);
        entry.record = assets.toInt96();
        for (uint256 i = 0; i < found.length; ++i) {
            IComponent.Position memory p = found[i];
            emit PositionSynced(component, p.asset, p.quantity, p.assets);
        }
        emit ComponentSynced(component, record, assets);
    }

    /// @dev Nothing for a component in quarantine that still cannot be read.
    function _read(address component) private returns (IComponent.Position[] memory found, uint256 asOf) {
        bool failed;
        (failed, found, asOf) = _tryRead(component);
        if (_losses.failing == 0 && !failed) return (found, asOf);
        uint256 since = failingSince[component];
        if (!failed && since != 0) _setFailing(component, 0);
        if (failed && (since == 0 || block.timestamp < since + quarantineSeconds)) {
            revert ComponentUnreadable(component, since == 0 ? 0 : since + quarantineSeconds);
        }
    }

    function _tryRead(
        address component
    ) private view returns (bool failed, IComponent.Position[] memory found, uint256 asOf) {
        // the callee gets 63/64 of what is left: below this, a failure could be the caller's doing
        if (gasleft() < (READ_GAS * 64) / 63 + 20_000) revert NotEnoughGas(gasleft());
        try IComponent(component).positions{gas: READ_GAS}() returns (
            IComponent.Position[] memory list,
            uint256 oldest,
            bool
        ) {
            return (false, list, oldest);
        } catch {
            return (true, found, block.timestamp);
        }
    }

    /// @dev Starts the clock of a component that cannot be read.
    function _reportFailure(address component) internal {
        _position(component);
        (bool failed, , ) = _tryRead(component);
        if (!failed || failingSince[component] != 0) revert ComponentReadable(component);
        _setFailing(component, block.timestamp);
    }

    function _setFailing(address component, uint256 since) private {
        failingSince[component] = since;
        _losses.failing = since == 0 ? _losses.failing - 1 : _losses.failing + 1;
        emit ComponentFailing(component, since == 0 ? 0 : since + quarantineSeconds);
    }

    /// @inheritdoc IVault
    function bookWords() external view returns (uint256[6] memory words) {
        if (_moving) revert MoveInProgress();
        assembly ("memory-safe") {
            for {
                let i := 0
            } lt(i, 6) {
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
