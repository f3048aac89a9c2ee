// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {NaiveQueue} from "../NaiveQueue.sol";

/// @title Broken: a cancel does not ask whose ticket it is
/// @notice The shares go wherever the caller says.
contract AnybodyCancels is NaiveQueue {
    /// @inheritdoc NaiveQueue
    function cancel(uint256 ticketId, address receiver) external override {
        _giveBack(ticketId, receiver);
    }
}
