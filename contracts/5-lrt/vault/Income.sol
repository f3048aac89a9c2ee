// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SharePrice} from "../accounting/SharePrice.sol";
import {ILstReserve} from "../interfaces/ILstReserve.sol";
import {IVault} from "../interfaces/IVault.sol";
import {IVaultModules} from "../interfaces/IVaultModules.sol";
import {IVaultSettings} from "../interfaces/IVaultSettings.sol";
import {VaultStorage} from "./VaultStorage.sol";

/// @title Gains that no sync finds, and what is paid of fees
/// @notice Rewards, swept dust and gifts enter U and drip over a whole period, less their fee. Fees that are owed lie among
/// idle ETH until anybody has them paid.
/// @custom:decisions 0191 0245
abstract contract Income is VaultStorage {
    using SafeCast for uint256;

    /// @inheritdoc IVaultModules
    function receiveGain(Gain cause) external payable {
        if (msg.sender != rewardsClaimer()) _only(address(queue()));
        _receiveIdle(cause);
    }

    /// @inheritdoc IVaultModules
    function bookLstGain(address lst, uint256 amount) external returns (uint256 assets) {
        _only(rewardsClaimer());
        ILstReserve reserve = _reserveOf(lst);
        assets = reserve.receiveLst(amount, false);
        _book(address(reserve), assets.toInt256());
        _receiveGain(Gain.Reward, msg.sender, assets);
    }

    /// @inheritdoc IVault
    function recapitalise() external payable {
        if (msg.value < SharePrice.DUST_ASSETS) revert NothingGiven();
        if (!SharePrice.isHeld(uint256(_prices.recognised) + _prices.lockedProfit, _fees.highWaterRay, totalSupply()))
            revert NobodyToGiveTo();
        _receiveIdle(Gain.Recapitalisation);
    }

    /// @inheritdoc IVault
    function payOwed() external returns (uint256 fees) {
        address feeRecipient = IVaultSettings(settings()).feeRecipient();
        if (feeRecipient == address(0)) return 0;
        fees = Math.min(_feesOwed, Math.saturatingSub(_gate.idle, _waitingAssets()));
        if (fees == 0) return 0;
        _takeIdle(fees);
        _feesOwed -= fees;
        emit FeesCollected(feeRecipient, fees);
        Address.sendValue(payable(feeRecipient), fees);
    }

    function _receiveIdle(Gain cause) private {
        _putIdle(msg.value);
        _receiveGain(cause, msg.sender, msg.value);
    }
}
