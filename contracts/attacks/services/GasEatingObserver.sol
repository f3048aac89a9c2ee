// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ISlashObserver} from "../../4-avs/interfaces/ISlashObserver.sol";

/// @title GasEatingObserver
/// @notice Burns all the gas it is given, hoping that nothing is left for the observers after it.
contract GasEatingObserver is ISlashObserver {
    uint256 public rounds;

    /// @notice Never ends by itself.
    function onSlash(address, uint32, address, uint256) external override {
        while (true) ++rounds;
    }

    /// @notice Never ends by itself either.
    function onAnnouncement(address, uint32, address, bytes32) external override {
        while (true) ++rounds;
    }
}
