// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {NaiveQueue} from "../NaiveQueue.sol";

/// @title Broken: a settlement pays all tickets that wait, or none
/// @notice Its gas grows with their number, and anybody can make more of them than fit a transaction.
contract LoopOverTickets is NaiveQueue {
    struct Fill {
        uint256 rateWad;
        uint256 timestamp;
    }

    Fill[] public fills;

    function _fill(Ticket storage ticket, uint256 assets) internal override {
        super._fill(ticket, assets);
        fills.push(Fill((assets * 1e18) / ticket.shares, block.timestamp));
    }
}
