// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Fills} from "../exits/Fills.sol";
import {ILstReserve} from "../interfaces/ILstReserve.sol";
import {IVaultSettings} from "../interfaces/IVaultSettings.sol";

/// @title What roles may set, and what can be paid out of the books
/// @notice Who holds which role, and after which delay a call takes effect, is the AccessManager's business (deployed in
/// `deploy/modules/5-lrt.ts`). No call here can take users' assets, price an exit, or stop a claim.
///
/// A stop is a span of time: it ends by itself, and the next may begin only after the vault has been open for as long as
/// it was stopped.
abstract contract VaultSettings is Fills, AccessManaged, IVaultSettings {
    using SafeCast for uint256;

    uint256 public constant MAX_FEE_BPS = 2_000;
    uint256 public constant MAX_STOP_SECONDS = 14 days;

    address public feeRecipient;
    uint32 private _depositsPausableAt;
    uint32 private _containableAt;

    /// @inheritdoc IVaultSettings
    function addComponent(address component) external {
        if (msg.sender != address(_restaker())) _checkCanCall(msg.sender, msg.data);
        _addComponent(component);
    }

    /// @inheritdoc IVaultSettings
    function removeComponent(address component) external restricted {
        _removeComponent(component);
    }

    /// @inheritdoc IVaultSettings
    function listLst(address reserve) external restricted {
        address lst = ILstReserve(reserve).lst();
        if (lstReserve[lst] != address(0)) revert LstListed(lst);
        lstReserve[lst] = reserve;
        _addComponent(reserve);
        emit LstAdded(lst, reserve);
    }

    /// @inheritdoc IVaultSettings
    function unlistLst(address lst) external restricted {
        _removeComponent(address(_reserveOf(lst)));
        delete lstReserve[lst];
        emit LstRemoved(lst);
    }

    /// @inheritdoc IVaultSettings
    function setFee(uint256 bps, address recipient) external restricted {
        if (bps > MAX_FEE_BPS) revert FeeTooHigh(bps, MAX_FEE_BPS);
        if (recipient == address(0)) revert ReceiverZero();
        _accrue();
        _fees.feeBps = uint16(bps);
        feeRecipient = recipient;
        emit FeeSet(bps, recipient);
    }

    /// @inheritdoc IVaultSettings
    function setDepositCap(uint256 capAssets) external restricted {
        _gate.depositCapGwei = SafeCast.toUint56(capAssets / 1 gwei);
        emit DepositCapSet(capAssets);
    }

    /// @inheritdoc IVaultSettings
    function pauseDeposits(uint256 durationSeconds) external restricted {
        uint256 until = _stop(durationSeconds, _depositsPausableAt);
        _depositsPausableAt = uint32(until + durationSeconds);
        _gate.pausedUntil = uint32(until);
        emit DepositsPausedFor(durationSeconds, until);
    }

    /// @inheritdoc IVaultSettings
    function contain(uint256 durationSeconds) external restricted {
        uint256 until = _stop(durationSeconds, _containableAt);
        _containableAt = uint32(until + durationSeconds);
        _fees.containedUntil = uint32(until);
        if (until > _gate.pausedUntil) _gate.pausedUntil = uint32(until);
        emit Contained(until);
    }

    function _stop(uint256 durationSeconds, uint256 allowedAt) private view returns (uint256 until) {
        if (durationSeconds > MAX_STOP_SECONDS) revert StopTooLong(durationSeconds, MAX_STOP_SECONDS);
        if (block.timestamp < allowedAt) revert StoppedTooRecently(allowedAt);
        return block.timestamp + durationSeconds;
    }

    /// @inheritdoc IVaultSettings
    function payOwed() external returns (uint256 fees, uint256 toCover) {
        uint256 waiting = _waitingAssets();
        uint256 free = _gate.idle > waiting ? _gate.idle - waiting : 0;
        toCover = Math.min(free, _losses.coverOwed);
        fees = feeRecipient == address(0) ? 0 : Math.min(free - toCover, _fees.owed);
        _gate.idle -= uint96(fees + toCover);
        _fees.owed -= uint96(fees);
        _losses.coverOwed -= uint96(toCover);
        if (toCover != 0) {
            emit CoverPaidBack(toCover);
            cover.repay{value: toCover}();
        }
        if (fees != 0) {
            emit FeesCollected(feeRecipient, fees);
            Address.sendValue(payable(feeRecipient), fees);
        }
    }

    function _restaker() internal view virtual returns (address);
}
