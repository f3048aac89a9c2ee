// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {NaiveQueue} from "../NaiveQueue.sol";

/// @title Broken: who claims says which settlement a ticket belongs to
/// @notice Each settlement leaves a checkpoint with its rate, and a claim names one. That it began before the ticket is checked,
/// that it ended before it is not.
contract HintedClaims is NaiveQueue {
    struct Checkpoint {
        uint256 firstIndex;
        uint256 rateWad;
    }

    Checkpoint[] private _checkpoints;

    error WrongHint(uint256 hint);

    /// @inheritdoc NaiveQueue
    function settle() public override {
        _checkpoints.push(Checkpoint(nextToFill, toAssetsDown(1e18)));
        super.settle();
    }

    /// @notice Pays a ticket at the rate of the settlement that the hint names.
    function claim(uint256 ticketId, address recipient, uint256 hint) external returns (uint256 assets) {
        Ticket storage ticket = _tickets[uint64(ticketId)];
        if (_checkpoints[hint].firstIndex > uint64(ticketId)) revert WrongHint(hint);
        ticket.assets = (ticket.shares * _checkpoints[hint].rateWad) / 1e18;
        return claim(ticketId, recipient);
    }
}
