// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IExitTicketArt
/// @notice Draws exit tickets.
interface IExitTicketArt {
    /// @notice ERC-721 metadata of an existing ticket: a data URI of JSON whose `image` is a data URI of SVG.
    function describe(uint256 ticketId) external view returns (string memory uri);

    /// @notice The picture alone, as XML.
    function draw(uint256 ticketId) external view returns (string memory svg);
}
