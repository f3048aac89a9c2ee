// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title A holder that cannot be paid
/// @notice Every ETH that is sent here makes the sender's transaction fail.
contract HostileReceiver {
    error NotToday();

    receive() external payable {
        revert NotToday();
    }
}
