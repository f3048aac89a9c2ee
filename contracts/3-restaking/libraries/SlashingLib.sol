// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {WAD} from "./Constants.sol";

/// @title The core's share arithmetic
/// @notice With s a staker's deposit shares, k the staker's scaling factor and f the slashing factor (1e18 = 1):
///
///   withdrawable     w = ⌊⌊s·k⌋·f⌋
///   queued (scaled)    = ⌊s·k⌋, to be multiplied by the f that the end of the delay fixes
///
/// A deposit of d on top of p shares sets k so that w grows by d, but for rounding: k' = ⌊⌊(w+d)/(p+d)⌋/f⌋. The first
/// deposit (p = 0) keeps what k says of the past: k' = ⌊k/f⌋.
/// @dev Products and quotients are of 1e18-fixed-point numbers, exact in 512 bits, rounded as the name says. The order
/// of the two roundings is part of the result: never merge them. k is kept as 0 while it is 1, which is what
/// it is for all who never deposited after a slash.
/// @custom:decisions 0024
library SlashingLib {
    /// @notice ⌊x·y / 1e18⌋
    function mulWadDown(uint256 x, uint256 y) internal pure returns (uint256) {
        return Math.mulDiv(x, y, WAD);
    }

    /// @notice ⌈x·y / 1e18⌉
    function mulWadUp(uint256 x, uint256 y) internal pure returns (uint256) {
        return Math.mulDiv(x, y, WAD, Math.Rounding.Ceil);
    }

    /// @notice ⌊x·1e18 / y⌋; Panic(0x12) for y = 0.
    function divWadDown(uint256 x, uint256 y) internal pure returns (uint256) {
        return Math.mulDiv(x, WAD, y);
    }

    /// @notice The scaling factor that a stored word means.
    function toScalingFactor(uint256 stored) internal pure returns (uint256 scalingFactor) {
        return stored == 0 ? WAD : stored;
    }

    /// @notice The word to store for a scaling factor.
    function toStored(uint256 scalingFactor) internal pure returns (uint256 stored) {
        return scalingFactor == WAD ? 0 : scalingFactor;
    }

    /// @notice ⌊⌊s·k⌋·f⌋
    function toWithdrawableDown(
        uint256 depositShares,
        uint256 scalingFactor,
        uint256 slashingFactor
    ) internal pure returns (uint256) {
        return mulWadDown(mulWadDown(depositShares, scalingFactor), slashingFactor);
    }

    /// @notice ⌊⌊w/k⌋/f⌋: about the inverse, a few wei below it at most.
    function toDepositSharesDown(
        uint256 withdrawableShares,
        uint256 scalingFactor,
        uint256 slashingFactor
    ) internal pure returns (uint256) {
        return divWadDown(divWadDown(withdrawableShares, scalingFactor), slashingFactor);
    }

    /// @notice The scaling factor after `addedShares` more. 0 means that no factor can express it.
    function scalingFactorAfter(
        uint256 scalingFactor,
        uint256 prevDepositShares,
        uint256 addedShares,
        uint256 slashingFactor
    ) internal pure returns (uint256) {
        if (prevDepositShares == 0) return divWadDown(scalingFactor, slashingFactor);
        uint256 withdrawable = toWithdrawableDown(prevDepositShares, scalingFactor, slashingFactor) + addedShares;
        return divWadDown(divWadDown(withdrawable, prevDepositShares + addedShares), slashingFactor);
    }

    /// @notice What a fall of the magnitude takes of some shares: shares − ⌈shares·newMax/prevMax⌉, so never too much.
    function slashedDown(
        uint256 shares,
        uint64 prevMaxMagnitude,
        uint64 newMaxMagnitude
    ) internal pure returns (uint256) {
        return shares - Math.mulDiv(shares, newMaxMagnitude, prevMaxMagnitude, Math.Rounding.Ceil);
    }
}
