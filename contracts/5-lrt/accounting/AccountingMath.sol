// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SharePrice} from "./SharePrice.sol";

/// @title What the books compute when gains and losses enter
/// @notice Pure, so that the books and the view that says what a sync would make of them (`VaultViews`) share it, and
/// agree to the wei. Amounts are wei of ETH, rounded down.
/// @custom:decisions 0191
library AccountingMath {
    uint256 internal constant BPS = 10_000;

    /// @notice Fee on a gain: a part of what lifts the deposit price above its highest; all of it, when nobody holds shares.
    /// @param total T + U before the gain
    function feeOn(
        uint256 total,
        uint256 gain,
        uint256 highWaterRay,
        uint256 feeBps,
        uint256 supply
    ) internal pure returns (uint256) {
        if (!SharePrice.isHeld(total, highWaterRay, supply)) return gain;
        uint256 highWater = SharePrice.totalAtUp(highWaterRay, supply);
        uint256 after_ = total + gain;
        if (after_ <= highWater) return 0;
        return ((after_ - Math.max(total, highWater)) * feeBps) / BPS;
    }

    /// @notice The part of a gain that has served already: it was made while nobody could join.
    /// @param sinceSeconds time since the last full sync, or the last deposit if that was later
    function served(
        uint256 gain,
        uint256 sinceSeconds,
        uint256 dripSeconds
    ) internal pure returns (uint256 servedAssets, uint256 servedSeconds) {
        servedSeconds = Math.min(sinceSeconds, dripSeconds);
        servedAssets = Math.mulDiv(gain, servedSeconds, dripSeconds);
    }

    /// @notice What a net loss takes of U, and what it asks of the cover: no more than T, and nothing for what may come back.
    /// @param doubtful the part of the loss that components in doubt have
    function lossOrder(
        uint256 loss,
        uint256 doubtful,
        uint256 recognised,
        uint256 lockedProfit
    ) internal pure returns (uint256 fromLockedProfit, uint256 forCover) {
        fromLockedProfit = Math.min(loss, lockedProfit);
        forCover = Math.min(recognised, Math.min(loss - fromLockedProfit, Math.saturatingSub(loss, doubtful)));
    }
}
