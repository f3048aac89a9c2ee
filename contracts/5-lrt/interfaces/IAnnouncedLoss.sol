// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IAnnouncedLoss
/// @notice What the slashes that stand announced can take of the vault, in wei of ETH at the redemption rates of this moment,
/// rounded up.
///
/// No market should lend against a price less this: a listed service announces what it likes, and what it announces may be vetoed.
interface IAnnouncedLoss {
    /// @notice The most that all services together can take by what they have announced. It is never more than what is
    /// slashable at all, however many services announce.
    function announcedLoss() external view returns (uint256 assets);

    /// @notice The same of those announcements alone that hold exits back now, or would if the vault looked: each service's within its
    /// budget of time, so that one that announces for ever counts for no longer than it can keep exits closed. A slash can
    /// be executed after that too, so this may be too little; and while a budget lasts it may be too much.
    function announcedLossWithinBudget() external view returns (uint256 assets);

    /// @notice What one of the services that `SlashingGuard` lists can take; 0 for others.
    function announcedLossBy(address service) external view returns (uint256 assets);
}
