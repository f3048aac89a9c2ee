// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IExitEstimates} from "../../5-lrt/interfaces/IExitEstimates.sol";
import {WaysOfLrt} from "../leverage/WaysOfLrt.sol";

/// @title Buys below the exit value, and redeems
/// @notice What closes a peg: LRT is bought in the pool for less than the vault pays for it, and becomes an exit ticket of the
/// caller. The gain is the discount; its price is the time until the ticket is paid, the slashes in that time, and gas.
contract PegArbitrageur is WaysOfLrt {
    error DiscountTooSmall(uint256 paid, uint256 worth, uint256 minDiscountBps);
    error NoLatestTime(uint256 shares);
    /// @notice Nothing is bought for nothing: an exit is of `leastAssets` at least, in wei of ETH.
    error NothingToBuyFor(uint256 assets, uint256 leastAssets);

    /// @notice LRT was bought for `paid` and is worth `worth` at the exit price of this moment.
    event Bought(address indexed caller, uint256 paid, uint256 shares, uint256 worth, uint256 ticketId);

    uint256 private constant BPS = 10_000;
    uint256 private constant YEAR_SECONDS = 365 days;

    IExitEstimates public immutable estimates;

    constructor(Venues memory venues, address estimates_) WaysOfLrt(venues) {
        estimates = IExitEstimates(estimates_);
    }

    /// @notice Buys LRT for the ether sent and puts it into the exit queue, for the caller.
    /// @param minDiscountBps least discount from the exit price after a full sync, in basis points
    /// @dev `NothingToBuyFor` without ether, `DiscountTooSmall`, `PoolTooThin`, `DeadlineOver`; what the pool and the queue refuse.
    function buyAndRedeem(
        uint256 minDiscountBps,
        uint256 deadline
    ) external payable nonReentrant before(deadline) returns (uint256 ticketId) {
        _checkPaid(msg.value);
        weth.deposit{value: msg.value}();
        uint256 shares = _swap(false, msg.value, 0);
        vault.syncAll();
        uint256 worth = vault.toAssetsDown(shares);
        // DFI-40: the rate of the sync, not that of before
        if (msg.value * BPS > worth * (BPS - Math.min(minDiscountBps, BPS)))
            revert DiscountTooSmall(msg.value, worth, minDiscountBps);
        ticketId = queue.request(shares, msg.sender, 0, deadline);
        emit Bought(msg.sender, msg.value, shares, worth, ticketId);
    }

    /// @notice From which discount on it pays to buy for `assets`, in basis points, rounded up: what the money would have earned
    /// elsewhere until the latest time of the exit, and gas.
    /// @param yearlyBps what the money would earn elsewhere, in basis points a year
    /// @param gasWei what the calls cost
    /// @dev `NoLatestTime` when what is there may not suffice for the exit, `NothingToBuyFor` for no assets.
    function leastDiscountBps(uint256 assets, uint256 yearlyBps, uint256 gasWei) external view returns (uint256) {
        _checkPaid(assets);
        uint256 shares = vault.toSharesDown(assets);
        (, uint256 latestSeconds) = estimates.estimateExitOf(shares);
        if (latestSeconds == type(uint256).max) revert NoLatestTime(shares);
        uint256 cost = Math.mulDiv(assets * yearlyBps, latestSeconds, BPS * YEAR_SECONDS, Math.Rounding.Ceil) + gasWei;
        return Math.mulDiv(cost, BPS, assets + cost, Math.Rounding.Ceil);
    }

    function _checkPaid(uint256 assets) private view {
        if (assets == 0) revert NothingToBuyFor(assets, Math.max(1, queue.minRequestShares()));
    }
}
