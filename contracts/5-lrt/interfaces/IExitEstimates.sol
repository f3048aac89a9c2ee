// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IExitEstimates
/// @notice How long an exit takes, as far as anybody can know. Both answers are seconds from now until all of it can be
/// claimed, and both are estimates: they read the queues below as they stand, and nothing binds the queues to them.
///
/// `soonest`: every call that anybody may make is made in the moment in which it can be, and whatever is fastest serves.
/// Only ETH that comes from elsewhere (a deposit, rewards) or a fall of the price can make it sooner.
///
/// `latest`: every such call is made within `reactionSeconds`, and the slowest of the paths that may serve does. A slash,
/// a stop, held-back exits, others who enter the same queues in front, or nobody who cares can make it later.
interface IExitEstimates {
    /// @notice No such ticket, or no longer.
    error UnknownTicket(uint256 ticketId);

    /// @notice For a ticket of the exit queue; (0, 0) when its batch is filled.
    /// @return soonestSeconds from now
    /// @return latestSeconds from now; 2^256 − 1 when what is there may not suffice
    /// @dev `UnknownTicket`.
    function estimateExit(uint256 ticketId) external view returns (uint256 soonestSeconds, uint256 latestSeconds);

    /// @notice For shares that would be requested now.
    function estimateExitOf(uint256 shares) external view returns (uint256 soonestSeconds, uint256 latestSeconds);
}
