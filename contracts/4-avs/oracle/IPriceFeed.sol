// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IPriceFeed
/// @notice What a consumer reads: the last price that a quorum of stake has reported.
interface IPriceFeed {
    /// @notice The median of the latest settled round, in wad (1e18 = 1 unit of the quote), when that round opened,
    /// and its number; all zero before the first.
    function latestPrice() external view returns (uint256 priceWad, uint48 openedAt, uint64 round);

    /// @notice How long a round takes reports, in seconds: a price is at least so old when it is settled.
    function reportSeconds() external view returns (uint48);

    /// @notice For how long after a round opened whoever reported in it can be punished, whatever it does, in seconds.
    function securedSeconds() external view returns (uint256);
}
