// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ISlashObserver} from "../../4-avs/interfaces/ISlashObserver.sol";

/// @title RevertingObserver
/// @notice Refuses to hear of any slash or announcement, hoping that the slash fails with it.
contract RevertingObserver is ISlashObserver {
    error NoSlashPlease();

    /// @notice Always reverts.
    function onSlash(address, uint32, address, uint256) external pure override {
        revert NoSlashPlease();
    }

    /// @notice Always reverts.
    function onAnnouncement(address, uint32, address, bytes32) external pure override {
        revert NoSlashPlease();
    }
}
