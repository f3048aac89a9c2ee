// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title Shares of a whole
/// @notice One share of S shares in A assets is worth A / S. Each function names the way in which it rounds; products have
/// 512 bits, so nothing overflows that fits in the result. Whoever adds virtual shares and assets adds them to the totals.
/// Reverts, by a panic of the machine, when the divisor is zero or the result does not fit.
library SharesMath {
    /// @notice ⌊assets × totalShares / totalAssets⌋
    function toSharesDown(uint256 assets, uint256 totalAssets, uint256 totalShares) internal pure returns (uint256) {
        return Math.mulDiv(assets, totalShares, totalAssets);
    }

    /// @notice ⌊shares × totalAssets / totalShares⌋
    function toAssetsDown(uint256 shares, uint256 totalAssets, uint256 totalShares) internal pure returns (uint256) {
        return Math.mulDiv(shares, totalAssets, totalShares);
    }

    /// @notice ⌈shares × totalAssets / totalShares⌉
    function toAssetsUp(uint256 shares, uint256 totalAssets, uint256 totalShares) internal pure returns (uint256) {
        return Math.mulDiv(shares, totalAssets, totalShares, Math.Rounding.Ceil);
    }
}
