// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SharePrice} from "./SharePrice.sol";

/// @title What the books compute when gains enter and flow
/// @notice Pure, so that the books and the view that says what a sync would make of them (`VaultViews`) share it, and
/// agree to the wei. Amounts are wei of ETH, rounded down.
library BookMath {
    uint256 internal constant BPS = 10_000;

    /// @notice Fee on `flow` into T: a part of what lifts the rate above its high-water mark.
    function feeOn(
        uint256 recognised,
        uint256 flow,
        uint256 highWaterRay,
        uint256 feeBps,
        uint256 supply
    ) internal pure returns (uint256) {
        uint256 highWater = SharePrice.totalAtUp(highWaterRay, supply);
        uint256 after_ = recognised + flow;
        if (after_ <= highWater) return 0;
        return ((after_ - Math.max(recognised, highWater)) * feeBps) / BPS;
    }

    /// @notice How a gain gives back what lone syncs took since the last full sync: T first, then cover, then U.
    function restore(
        uint256 gain,
        uint256 takenRecognised,
        uint256 takenCover,
        uint256 takenUndripped
    ) internal pure returns (uint256 restored, uint256 repaid, uint256 toUndripped) {
        restored = Math.min(gain, takenRecognised);
        repaid = Math.min(gain - restored, takenCover);
        toUndripped = Math.min(gain - restored - repaid, takenUndripped);
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
}
