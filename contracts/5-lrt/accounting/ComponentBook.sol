// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IComponent} from "../interfaces/IComponent.sol";
import {Books} from "./Books.sol";

/// @title The records of components, and their sync
/// @notice A record is what the books say a component is worth, in wei of ETH. A full sync reads all of them, nets the
/// changes and lets the books apply the net. A lone sync reads one and writes only a loss: a gain that is booked out of
/// order could be dripped before a loss that belongs to it, so gains wait for the full sync, which anybody may call.
///
/// A component that cannot be read (its call fails with at least `READ_GAS` given) keeps its record, and the sync is not
/// a full one; after `quarantineSeconds` it counts as zero, which is a loss at once. When it can be read again, what it is
/// worth is a gain like any other.
///
/// A record is signed: a move books what it changed, not what it found, so a record may lie below what leaves a component
/// that has gained since its last sync.
abstract contract ComponentBook is Books {
    using SafeCast for uint256;
    using SafeCast for int256;

    struct Entry {
        address component;
        int96 record;
    }

    uint256 public constant MAX_COMPONENTS = 24;
    /// @notice Gas that a read is given; more than any read needs within the limits of delegators and reserves.
    uint256 internal constant READ_GAS = 1_500_000;

    uint256 public immutable quarantineSeconds;

    Entry[] internal _entries;
    mapping(address component => uint256 indexPlusOne) internal _indexOf;
    mapping(address component => uint256 timestamp) internal _failingSince;

    /// @dev Set while a move between two places is half done: then no sync can tell what is where.
    bool internal transient _moving;

    error TooManyComponents();
    error ComponentKnown(address component);
    error ComponentNotEmpty(address component, int256 record, uint256 value);
    error NotEnoughGas(uint256 gasLeft);

    constructor(uint256 quarantineSeconds_) {
        quarantineSeconds = quarantineSeconds_;
    }

    function _addComponent(address component) internal {
        if (_indexOf[component] != 0) revert ComponentKnown(component);
        if (_entries.length == MAX_COMPONENTS) revert TooManyComponents();
        _entries.push(Entry(component, 0));
        _indexOf[component] = _entries.length;
        emit ComponentAdded(component);
    }

    function _removeComponent(address component) internal {
        Entry memory entry = _entry(component);
        uint256 value = IComponent(component).value();
        if (entry.record != 0 || value != 0) revert ComponentNotEmpty(component, entry.record, value);
        Entry memory last = _entries[_entries.length - 1];
        _entries[_indexOf[component] - 1] = last;
        _indexOf[last.component] = _indexOf[component];
        delete _indexOf[component];
        _entries.pop();
        emit ComponentRemoved(component);
    }

    function _syncAll() internal {
        if (_moving) revert MoveInProgress();
        uint256 n = _entries.length;
        IComponent.Position[][] memory found = new IComponent.Position[][](n);
        bool[] memory known = new bool[](n);
        bool full = true;
        for (uint256 i = 0; i < n; ++i) {
            (known[i], found[i]) = _read(_entries[i].component);
            if (!known[i]) full = false;
        }
        int256 net = 0;
        for (uint256 i = 0; i < n; ++i) {
            if (known[i]) net += _write(_entries[i], found[i], full);
        }
        _applyNet(full, net > 0 ? uint256(net) : 0, net < 0 ? uint256(-net) : 0);
    }

    function _sync(address component) internal {
        if (_moving) revert MoveInProgress();
        Entry storage entry = _entries[_position(component)];
        (bool known, IComponent.Position[] memory found) = _read(component);
        if (!known) return;
        int256 change = _write(entry, found, false);
        if (change < 0) _applyNet(false, 0, uint256(-change));
    }

    /// @dev Books what was found, and returns the change. Gains are left for a full sync.
    function _write(
        Entry storage entry,
        IComponent.Position[] memory found,
        bool full
    ) private returns (int256 change) {
        int256 assets = 0;
        for (uint256 i = 0; i < found.length; ++i) assets += found[i].assets.toInt256();
        (address component, int256 record) = (entry.component, entry.record);
        change = assets - record;
        if (change == 0 || (change > 0 && !full)) return 0;
        entry.record = assets.toInt96();
        for (uint256 i = 0; i < found.length; ++i) {
            IComponent.Position memory p = found[i];
            emit PositionSynced(component, p.asset, p.quantity, p.assets, p.magnitudeWad);
        }
        emit ComponentSynced(component, record, assets);
    }

    /// @dev An empty list of positions for a quarantined component: it is worth nothing.
    function _read(address component) private returns (bool known, IComponent.Position[] memory found) {
        // the callee gets 63/64 of what is left: below this, a failure could be the caller's doing
        if (gasleft() < (READ_GAS * 64) / 63 + 50_000) revert NotEnoughGas(gasleft());
        try IComponent(component).positions{gas: READ_GAS}() returns (IComponent.Position[] memory positions) {
            if (_losses.failing != 0 && _failingSince[component] != 0) {
                delete _failingSince[component];
                --_losses.failing;
            }
            return (true, positions);
        } catch {
            return (_failed(component), found);
        }
    }

    /// @return quarantined whether it has failed for long enough to count as zero
    function _failed(address component) private returns (bool quarantined) {
        uint256 since = _failingSince[component];
        if (since == 0) {
            _failingSince[component] = block.timestamp;
            ++_losses.failing;
            emit ComponentFailing(component, block.timestamp + quarantineSeconds);
            return quarantineSeconds == 0;
        }
        quarantined = block.timestamp >= since + quarantineSeconds;
        if (quarantined) emit ComponentQuarantined(component);
    }

    function _book(address component, int256 change) internal {
        Entry storage entry = _entries[_position(component)];
        entry.record = (int256(entry.record) + change).toInt96();
    }

    function _entry(address component) internal view returns (Entry memory) {
        return _entries[_position(component)];
    }

    function _position(address component) internal view returns (uint256) {
        uint256 indexPlusOne = _indexOf[component];
        if (indexPlusOne == 0) revert NotAComponent(component);
        return indexPlusOne - 1;
    }
}
