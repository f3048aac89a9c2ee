// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IComponent} from "../interfaces/IComponent.sol";
import {IVaultModules} from "../interfaces/IVaultModules.sol";
import {ComponentAccounting} from "./ComponentAccounting.sol";

/// @title Moves between two places, which must not change their sum
/// @notice The restaker opens a move, lets the two components do their work, and closes it. What each of them is worth is
/// read before and after, and the records change by the difference: so a gain or loss that nobody has synced yet stays
/// where it is, to be found by a sync, and a move can book neither. Idle ETH takes part as the vault's own address.
///
/// The core's mathematics may lose some wei on a move (two floors on a deposit, E1 and E2). Such a loss is bounded by the
/// caller of `endMove`, leaves T at once, and has its own cause in the event; a rounding gain enters U.
///
/// The state of a move lives in transient storage: it cannot outlast the transaction.
abstract contract Moves is ComponentAccounting {
    using SafeCast for uint256;

    address private transient _from;
    address private transient _to;
    uint256 private transient _fromBefore;
    uint256 private transient _toBefore;
    uint256 private transient _idleOut;
    uint256 private transient _idleIn;

    function _beginMove(address from, address to) internal {
        if (_moving) revert MoveInProgress();
        _moving = true;
        (_from, _to) = (from, to);
        (_fromBefore, _toBefore) = (_valueOf(from), _valueOf(to));
        (_idleOut, _idleIn) = (0, 0);
    }

    function _takeIdle(uint256 assets) internal returns (address to) {
        if (!_moving) revert IVaultModules.NoMove();
        if (assets > _gate.idle) revert IVaultModules.IdleTooLow(assets, _gate.idle);
        _gate.idle -= uint96(assets);
        _idleOut += assets;
        return _to;
    }

    function _putIdle(address from, uint256 assets) internal {
        if (!_moving || from != _from) revert IVaultModules.NotACounterpart(from);
        _gate.idle += assets.toUint96();
        _idleIn += assets;
    }

    function _endMove(uint256 maxLossAssets) internal {
        if (!_moving) revert IVaultModules.NoMove();
        _moving = false;
        (address from, address to) = (_from, _to);
        int256 out = _bookChange(from, _fromBefore);
        // a component can be both ends (a withdrawal is queued inside it): its change is booked once
        int256 into = to == from ? int256(0) : _bookChange(to, _toBefore);
        int256 net = out + into + _idleIn.toInt256() - _idleOut.toInt256();
        uint256 loss = net < 0 ? uint256(-net) : 0;
        if (loss > maxLossAssets) revert IVaultModules.MoveLosesTooMuch(loss, maxLossAssets);
        if (loss != 0) _cut(loss, 0);
        if (net > 0) {
            _accrue();
            _addLockedProfit(uint256(net), dripSeconds);
        }
        uint256 assets = _idleOut + (out < 0 ? uint256(-out) : 0);
        emit Moved(from, to, assets, loss, net > 0 ? uint256(net) : 0);
    }

    function _bookChange(address place, uint256 before) private returns (int256 change) {
        if (place == address(this)) return 0;
        change = _valueOf(place).toInt256() - before.toInt256();
        if (change != 0) _book(place, change);
    }

    /// @dev Idle ETH is booked as it comes and goes, so the vault itself needs no reading.
    function _valueOf(address place) private view returns (uint256) {
        return place == address(this) ? 0 : IComponent(place).value();
    }
}
