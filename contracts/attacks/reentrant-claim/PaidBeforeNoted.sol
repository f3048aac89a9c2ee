// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {NaiveQueue} from "../NaiveQueue.sol";

/// @title Broken: a claim pays first and notes it afterwards
/// @notice The receiver is called while its ticket still says that it has not been paid.
contract PaidBeforeNoted is NaiveQueue {
    /// @inheritdoc NaiveQueue
    function claim(uint256 ticketId, address recipient) public override returns (uint256 assets) {
        _onlyOwner(ticketId);
        Ticket storage ticket = _tickets[uint64(ticketId)];
        assets = ticket.assets;
        if (assets == 0) revert NothingToClaim(ticketId);
        Address.sendValue(payable(recipient), assets);
        ticket.assets = 0;
        lockedAssets -= assets;
    }
}
