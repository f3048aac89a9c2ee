// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SharesMath} from "../../shared/SharesMath.sol";

/// @title Shares and assets of the vault
/// @notice price = (total + VIRTUAL) / (supply + VIRTUAL), with `total` = T for exits and T + U for deposits.
///
/// The virtual wei and shares belong to nobody. They make the first price 1, keep every division defined, and make an
/// inflation of the price cost its author nearly all of it: of a gift D, a holder of s shares owns
/// D × s / (s + VIRTUAL). Rates are in ray (1e27) where they are stored, for a rate in wad would lose up to 1e-18 of a
/// batch.
/// @custom:decisions 0046 0193
library SharePrice {
    uint256 internal constant VIRTUAL = 1e6;
    uint256 internal constant RAY = 1e27;

    /// @notice A vault dies when its exit price falls below this part (1e-6) of the highest price that its shares have had: a
    /// share would buy so little that numbers, not holders, decide.
    uint256 internal constant DEAD_DIVISOR = 1e6;
    /// @notice A dead vault lives again from this part (1e-2) on, far above the floor: what revives it is no dust.
    uint256 internal constant REVIVED_DIVISOR = 100;
    /// @notice What is worth less than a gwei moves no mark and no state.
    uint256 internal constant DUST_ASSETS = 1 gwei;

    /// @notice Whether anybody holds shares to speak of: at the highest price that they have had they are no dust.
    /// @param total T + U, or T alone
    function isHeld(uint256 total, uint256 highWaterRay, uint256 supply) internal pure returns (bool) {
        return Math.mulDiv(supply, Math.max(highWaterRay, rateRayDown(total, supply)), RAY) >= DUST_ASSETS;
    }

    /// @notice Whether a vault is dead. It falls below the floor, and comes back above the revival rate only; virtual wei do
    /// not count, and shares that never were worth more than dust do not die.
    /// @param highWaterRay highest price that shares have had
    function isDead(
        bool wasDead,
        uint256 recognised,
        uint256 highWaterRay,
        uint256 supply
    ) internal pure returns (bool) {
        bool isLow = recognised * (wasDead ? REVIVED_DIVISOR : DEAD_DIVISOR) < totalAtUp(highWaterRay, supply);
        return isLow && isHeld(recognised, highWaterRay, supply);
    }

    function toSharesDown(uint256 assets, uint256 total, uint256 supply) internal pure returns (uint256) {
        return SharesMath.toSharesDown(assets, total + VIRTUAL, supply + VIRTUAL);
    }

    function toAssetsDown(uint256 shares, uint256 total, uint256 supply) internal pure returns (uint256) {
        return SharesMath.toAssetsDown(shares, total + VIRTUAL, supply + VIRTUAL);
    }

    function rateRayDown(uint256 total, uint256 supply) internal pure returns (uint256) {
        return toAssetsDown(RAY, total, supply);
    }

    /// @notice The total at which the rate would be `rateRay`, rounded up; 0 for a rate below what virtual assets make.
    function totalAtUp(uint256 rateRay, uint256 supply) internal pure returns (uint256) {
        uint256 withVirtual = Math.mulDiv(rateRay, supply + VIRTUAL, RAY, Math.Rounding.Ceil);
        return withVirtual > VIRTUAL ? withVirtual - VIRTUAL : 0;
    }
}
