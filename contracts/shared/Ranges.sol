// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Ranges
/// @notice Refuses a number beyond what it may be, where it is set. Which number may be what, and the promise behind it,
/// stands in one table (`deploy/parameters/ranges.ts`, `docs/parameters.md`); a test holds the two together (DEP-27).
library Ranges {
    /// @dev The value is below the least or above the most that it may be, in its own unit.
    error OutOfRange(uint256 value, uint256 least, uint256 most);

    /// @notice The value itself, from `least` to `most`.
    /// @dev Reverts `OutOfRange`.
    function within(uint256 value, uint256 least, uint256 most) internal pure returns (uint256) {
        if (value < least || value > most) revert OutOfRange(value, least, most);
        return value;
    }
}
