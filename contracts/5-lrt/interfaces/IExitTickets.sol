// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IExitTickets
/// @notice ERC-721 tickets of the exit queue, beside the standard's own functions. Owner and shares of a ticket share one storage slot; everything else about
/// a ticket follows from its batch (`IExitQueue.ticketOf`). Only the queue mints and burns.
interface IExitTickets {
    error OnlyQueue(address caller);

    /// @notice Mints a ticket over `shares` to `owner`. Only the queue.
    function mint(address owner, uint256 ticketId, uint256 shares) external;

    /// @notice Burns a ticket that is paid in full or cancelled. Only the queue.
    function burn(uint256 ticketId) external;

    /// @notice Marks that the ticket has been paid in part. Only the queue.
    function markPartlyPaid(uint256 ticketId) external;

    /// @notice What a claim needs, in one call.
    /// @return owner address(0) for a ticket that does not exist
    /// @return shares of the ticket
    /// @return partlyPaid whether the queue has paid a part of it before
    /// @return allowed whether `operator` is the owner or approved by the owner
    function info(
        uint256 ticketId,
        address operator
    ) external view returns (address owner, uint256 shares, bool partlyPaid, bool allowed);
}
