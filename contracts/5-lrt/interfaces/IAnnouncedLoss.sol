// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IAnnouncedLoss
/// @notice What the slashes that stand announced can take of the vault, in wei of ETH at the redemption rates of this moment,
/// rounded up.
interface IAnnouncedLoss {
    /// @notice The most that all services together can take by what they have announced. It is never more than what is
    /// slashable at all, however many services announce.
    function announcedLoss() external view returns (uint256 assets);

    /// @notice The same of one of the services that `SlashingGuard` lists; 0 for others.
    function announcedLossBy(address service) external view returns (uint256 assets);
}
