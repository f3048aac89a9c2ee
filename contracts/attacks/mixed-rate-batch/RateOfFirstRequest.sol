// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {NaiveQueue} from "../NaiveQueue.sol";

/// @title Broken: a batch has the rate of its first request
/// @notice Whoever joins it after a slash is paid as if the slash had not been.
contract RateOfFirstRequest is NaiveQueue {
    uint256 private _batchRateWad;

    /// @inheritdoc NaiveQueue
    function request(
        uint256 shares,
        address owner,
        uint256 minAssets,
        uint256 deadline
    ) public override returns (uint256 ticketId) {
        if (nextToFill == _tickets.length) _batchRateWad = toAssetsDown(1e18);
        return super.request(shares, owner, minAssets, deadline);
    }

    function _priceOf(Ticket storage ticket) internal view override returns (uint256) {
        return (ticket.shares * _batchRateWad) / 1e18;
    }
}
