// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Exploit, Scene} from "../Exploit.sol";

/// @title A receiver that takes no ETH
/// @notice Stands first in the queue with a hundredth of ETH and refuses to be paid.
contract RevertingReceiver is Exploit {
    error NotToday();

    constructor(Scene memory scene) payable Exploit(scene) {}

    receive() external payable override {
        revert NotToday();
    }

    /// @inheritdoc Exploit
    function turn(uint256 number) external override {
        if (number == 0) _request(_deposit(0.01 ether));
    }
}
