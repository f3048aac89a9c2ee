// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICover} from "../interfaces/ICover.sol";
import {IFeeSplit} from "../interfaces/IFeeSplit.sol";

/// @title Where fees go
/// @notice The recipient of the vault's fees. `payOwed`, which anybody may call, sends them here, and in the same call
/// the premium goes on to the cover, for all its shares in equal part. What is left waits for the treasury, which
/// is paid by a call of its own: a treasury that refuses ETH, or calls back, keeps nothing from anybody but itself.
///
/// With F_i the fees that come while the cover has shares, underwriters have been given floor(premiumBps × Σ F_i / 10,000) after
/// each payment, however the fees are cut into payments: what one payment rounds down, a later one makes up for. While nobody
/// underwrites, all is the treasury's. There is no moment between a payment and its premium, and a join pays for
/// the premium on fees that the vault still owes (COV-12): nobody buys what others have earned.
///
/// Anybody's ETH is taken for a fee; ETH sent by force is the treasury's. Nothing here can be set: other terms are another
/// recipient, which the governor may name after its delay (`VaultSettings.setFee`).
/// @custom:decisions 0126
contract FeeSplit is IFeeSplit {
    ICover public immutable cover;
    address public immutable treasury;

    uint256 public underwrittenFees;
    uint256 public totalPremium;

    constructor(address cover_, address treasury_) {
        if (treasury_ == address(0)) revert TreasuryZero();
        cover = ICover(cover_);
        treasury = treasury_;
    }

    /// @notice Takes fees, and hands their premium over.
    receive() external payable {
        uint256 premium = 0;
        if (cover.totalShares() != 0) {
            uint256 fees = underwrittenFees + msg.value;
            // COV-09
            premium = cover.premiumOn(fees) - totalPremium;
            underwrittenFees = fees;
            totalPremium += premium;
        }
        emit FeesSplit(msg.sender, msg.value, premium);
        if (premium != 0) cover.fund{value: premium}();
    }

    /// @inheritdoc IFeeSplit
    function payTreasury() external returns (uint256 assets) {
        // COV-13: all premium has left before
        assets = address(this).balance;
        if (assets == 0) revert NothingForTreasury();
        emit TreasuryPaid(treasury, assets);
        bool sent;
        address recipient = treasury;
        assembly ("memory-safe") {
            sent := call(gas(), recipient, assets, 0, 0, 0, 0)
        }
        if (!sent) revert TreasuryRefused(recipient, assets);
    }
}
