// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {NaiveQueue} from "../NaiveQueue.sol";

/// @title Broken: a settlement sends the ETH itself
/// @notice One receiver that refuses it undoes the settlement of everybody, again and again.
contract PushedPayments is NaiveQueue {
    function _fill(Ticket storage ticket, uint256 assets) internal override {
        Address.sendValue(payable(ticket.owner), assets);
    }
}
