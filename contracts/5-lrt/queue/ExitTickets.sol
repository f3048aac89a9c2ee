// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC721} from "solady/src/tokens/ERC721.sol";
import {IExitTicketArt} from "../interfaces/IExitTicketArt.sol";
import {IExitTickets} from "../interfaces/IExitTickets.sol";

/// @title Tickets of the exit queue
/// @notice Who holds a ticket is paid; a ticket can be sold or lent like any ERC-721. Its shares and one flag lie beside
/// the owner in one slot (solady's extra data, 96 bits): 95 bits of shares (up to 3.9e28), and whether a part of the
/// ticket has been paid before. Nothing else is known here: what a ticket is worth is the queue's business.
contract ExitTickets is ERC721, IExitTickets {
    uint256 private constant PARTLY_PAID = 1 << 95;

    address public immutable queue;
    IExitTicketArt public immutable art;

    error SharesTooMany(uint256 shares);

    modifier onlyQueue() {
        if (msg.sender != queue) revert OnlyQueue(msg.sender);
        _;
    }

    constructor(address queue_, address art_) {
        queue = queue_;
        art = IExitTicketArt(art_);
    }

    /// @inheritdoc IExitTickets
    function mint(address owner, uint256 ticketId, uint256 shares) external onlyQueue {
        if (shares >= PARTLY_PAID) revert SharesTooMany(shares);
        _mintAndSetExtraDataUnchecked(owner, ticketId, uint96(shares));
    }

    /// @inheritdoc IExitTickets
    function burn(uint256 ticketId) external onlyQueue {
        _setExtraData(ticketId, 0);
        _burn(ticketId);
    }

    /// @inheritdoc IExitTickets
    function markPartlyPaid(uint256 ticketId) external onlyQueue {
        _setExtraData(ticketId, uint96(_getExtraData(ticketId) | PARTLY_PAID));
    }

    /// @inheritdoc IExitTickets
    function info(
        uint256 ticketId,
        address operator
    ) external view returns (address owner, uint256 shares, bool partlyPaid, bool allowed) {
        owner = _ownerOf(ticketId);
        uint256 data = _getExtraData(ticketId);
        shares = data & (PARTLY_PAID - 1);
        partlyPaid = data & PARTLY_PAID != 0;
        allowed = owner == operator || (owner != address(0) && _isApprovedOrOwner(operator, ticketId));
    }

    function name() public pure override returns (string memory) {
        return "Restaking Ladder exit ticket";
    }

    function symbol() public pure override returns (string memory) {
        return "rlEXIT";
    }

    /// @notice JSON with a picture of the ticket as it stands, all of it in the answer; reverts for one that is gone.
    function tokenURI(uint256 ticketId) public view override returns (string memory) {
        ownerOf(ticketId);
        return art.describe(ticketId);
    }
}
