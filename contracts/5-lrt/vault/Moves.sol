// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {AccountingMath} from "../accounting/AccountingMath.sol";
import {AccountingWords} from "../accounting/AccountingWords.sol";
import {IVaultModules} from "../interfaces/IVaultModules.sol";
import {VaultStorage} from "./VaultStorage.sol";

/// @title Moves between two places, which must not change their sum
/// @notice The restaker opens a move, lets the two components do their work, and closes it. What each of them is worth is
/// read before and after, and the records change by the difference: so a gain or loss that nobody has synced yet stays
/// where it is, to be found by a sync, and a move can book neither. Idle ETH takes part as the vault's own address.
///
/// The core's mathematics may lose some wei on a move (two floors on a deposit, E1 and E2). Such a loss is bounded by the
/// caller of `endMove`, leaves T at once, and has its own cause in the event; a rounding gain enters U.
///
/// The state of a move lives in transient storage: it cannot outlast the transaction.
/// @custom:decisions 0245
abstract contract Moves is VaultStorage {
    using AccountingMath for AccountingWords.Book;
    using SafeCast for uint256;

    address private transient _from;
    address private transient _to;
    uint256 private transient _fromBefore;
    uint256 private transient _toBefore;
    uint256 private transient _idleOut;
    uint256 private transient _idleIn;

    modifier onlyRestaker() {
        _checkRestaker();
        _;
    }

    /// @inheritdoc IVaultModules
    function beginMove(address from, address to) external onlyRestaker {
        _checkWhole();
        _moving = true;
        (_from, _to) = (from, to);
        (_fromBefore, _toBefore) = (_valueOf(from), _valueOf(to));
        (_idleOut, _idleIn) = (0, 0);
    }

    /// @inheritdoc IVaultModules
    function sendIdle(uint256 assets) external onlyRestaker {
        _checkSurplus(assets, _waitingAssets());
        _checkMoving();
        if (assets > _gate.idle) revert IdleTooLow(assets, _gate.idle);
        _takeIdle(assets);
        _idleOut += assets;
        Address.sendValue(payable(_to), assets);
    }

    /// @inheritdoc IVaultModules
    function returnIdle() external payable {
        if (!_moving || msg.sender != _from) revert NotACounterpart(msg.sender);
        _putIdle(msg.value);
        _idleIn += msg.value;
    }

    /// @inheritdoc IVaultModules
    function endMove(uint256 maxLossAssets) external onlyRestaker {
        _checkMoving();
        _moving = false;
        (address from, address to) = (_from, _to);
        int256 out = _bookChange(from, _fromBefore);
        // a component can be both ends (a withdrawal is queued inside it): its change is booked once
        int256 into = to == from ? int256(0) : _bookChange(to, _toBefore);
        int256 net = out + into + _idleIn.toInt256() - _idleOut.toInt256();
        uint256 assets = _idleOut + (out < 0 ? uint256(-out) : 0);
        (uint256 loss, uint256 gain) = net < 0 ? (uint256(-net), uint256(0)) : (uint256(0), uint256(net));
        if (loss > maxLossAssets) revert MoveLosesTooMuch(loss, maxLossAssets);
        if (net != 0) _applyRounding(loss, gain);
        emit Moved(from, to, assets, loss, gain);
    }

    /// @dev The core's rounding. A loss leaves T at once, with what has flowed into it; what T does not have is taken from what is
    /// owed.
    function _applyRounding(uint256 loss, uint256 gain) private {
        AccountingWords.Book memory b;
        _load(b);
        _accrue(b);
        if (gain != 0) {
            b.lock(gain, dripSeconds(), dripSeconds(), block.timestamp);
        } else {
            uint256 fromRecognised = b.cut(loss, 0);
            if (loss > fromRecognised) _feesOwed -= loss - fromRecognised;
        }
        _store(b);
    }

    function _bookChange(address place, uint256 before) private returns (int256 change) {
        if (place == address(this)) return 0;
        change = _valueOf(place).toInt256() - before.toInt256();
        if (change != 0) _book(place, change);
    }

    function _checkMoving() private view {
        if (!_moving) revert NoMove();
    }

    function _checkRestaker() private view {
        if (msg.sender != restaker()) revert OnlyRestaker(msg.sender);
    }
}
