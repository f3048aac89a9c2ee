// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {NaiveQueue} from "../NaiveQueue.sol";

/// @title Broken: instant exits take what the queue waits for
/// @notice Idle ETH goes to whoever takes it first, and those who have asked and wait come last.
contract InstantBeforeQueue is NaiveQueue {
    function _surplus() internal view override returns (uint256) {
        return freeAssets();
    }
}
