// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStops} from "../../5-lrt/interfaces/IStops.sol";

/// @title StopsMock
/// @notice Says for how long exits have been stopped, as a test tells it.
contract StopsMock is IStops {
    uint256 public override stoppedSeconds;

    /// @notice What is said from now on.
    function set(uint256 stoppedSeconds_) external {
        stoppedSeconds = stoppedSeconds_;
    }
}
