// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {NaiveQueue} from "../NaiveQueue.sol";

/// @title Broken: a claim for others is noted before it is tried
/// @notice When the payment fails, for want of gas that the caller did not give, the ticket is gone all the same.
contract NotedBeforeTried is NaiveQueue {
    /// @notice Pays tickets to their owners; those that fail are skipped.
    function claimFor(uint256[] calldata ticketIds) external returns (uint256 assets) {
        for (uint256 i = 0; i < ticketIds.length; ++i) {
            Ticket storage ticket = _tickets[uint64(ticketIds[i])];
            uint256 due = ticket.assets;
            ticket.assets = 0;
            (bool success, ) = ticket.owner.call{value: due}("");
            if (!success) continue;
            lockedAssets -= due;
            assets += due;
        }
    }
}
