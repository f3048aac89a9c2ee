// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {NaiveVault} from "./NaiveVault.sol";

/// @title A queue with nothing but tickets, for naive twins
/// @notice Tickets are paid in their order, each whole, at the rate of its payment; what they are paid is locked until it
/// is claimed. Sound but for what a twin puts in the place of one function (and for its loop).
abstract contract NaiveQueue is NaiveVault {
    struct Ticket {
        address owner;
        uint256 shares;
        uint256 assets;
    }

    /// @notice Ids count as in ours, inside one batch that never ends.
    uint256 public constant openBatchId = 1;
    Ticket[] internal _tickets;
    uint256 public nextToFill;
    uint256 public lockedAssets;

    error NotTicketOwner(uint256 ticketId, address caller);
    error BatchNotOpen(uint256 batchId);
    error NothingToClaim(uint256 ticketId);

    /// @notice Takes shares in, for a ticket of `owner`.
    function request(uint256 shares, address owner, uint256, uint256) public virtual returns (uint256 ticketId) {
        _transfer(msg.sender, address(this), shares);
        _tickets.push(Ticket(owner, shares, 0));
        return (openBatchId << 64) | (_tickets.length - 1);
    }

    /// @notice Several tickets for `owner` at once.
    function requestMany(
        uint256[] calldata shares,
        address owner,
        uint256,
        uint256
    ) external returns (uint256[] memory ticketIds) {
        ticketIds = new uint256[](shares.length);
        for (uint256 i = 0; i < shares.length; ++i) ticketIds[i] = request(shares[i], owner, 0, 0);
    }

    /// @notice Gives the shares of a ticket back that is not paid yet.
    function cancel(uint256 ticketId, address receiver) external virtual {
        _onlyOwner(ticketId);
        _giveBack(ticketId, receiver);
    }

    /// @notice Pays tickets in their order while idle ETH lasts.
    function settle() public virtual override {
        for (; nextToFill < _tickets.length; ++nextToFill) {
            Ticket storage ticket = _tickets[nextToFill];
            uint256 assets = _priceOf(ticket);
            if (assets > freeAssets()) return;
            _burn(address(this), ticket.shares);
            _fill(ticket, assets);
        }
    }

    /// @notice Pays what is locked for a ticket.
    function claim(uint256 ticketId, address recipient) public virtual returns (uint256 assets) {
        _onlyOwner(ticketId);
        Ticket storage ticket = _tickets[uint64(ticketId)];
        assets = ticket.assets;
        if (assets == 0) revert NothingToClaim(ticketId);
        ticket.assets = 0;
        lockedAssets -= assets;
        Address.sendValue(payable(recipient), assets);
    }

    /// @notice Idle ETH that no ticket has been paid.
    function freeAssets() public view returns (uint256) {
        return idle() - lockedAssets;
    }

    function _fill(Ticket storage ticket, uint256 assets) internal virtual {
        ticket.assets = assets;
        lockedAssets += assets;
    }

    function _giveBack(uint256 ticketId, address receiver) internal {
        if (uint64(ticketId) < nextToFill) revert BatchNotOpen(openBatchId);
        Ticket storage ticket = _tickets[uint64(ticketId)];
        uint256 shares = ticket.shares;
        ticket.shares = 0;
        _transfer(address(this), receiver, shares);
    }

    function _onlyOwner(uint256 ticketId) internal view {
        if (_tickets[uint64(ticketId)].owner != msg.sender) revert NotTicketOwner(ticketId, msg.sender);
    }

    function _priceOf(Ticket storage ticket) internal view virtual returns (uint256) {
        return toAssetsDown(ticket.shares);
    }

    function _promised() internal view override returns (uint256) {
        return lockedAssets;
    }

    /// @dev ETH that an instant exit may take: what no ticket waits for.
    function _surplus() internal view virtual returns (uint256) {
        uint256 owed = toAssetsDown(balanceOf(address(this)));
        return freeAssets() > owed ? freeAssets() - owed : 0;
    }

    function _pay(address to, uint256 assets) internal override {
        if (assets > _surplus()) revert IdleTooLow(assets, _surplus());
        Address.sendValue(payable(to), assets);
    }
}
