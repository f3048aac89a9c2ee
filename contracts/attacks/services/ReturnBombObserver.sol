// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ISlashObserver} from "../../4-avs/interfaces/ISlashObserver.sol";

/// @title ReturnBombObserver
/// @notice Returns, or reverts with, as much data as its gas buys, hoping that the caller pays to copy it.
contract ReturnBombObserver is ISlashObserver {
    bool public immutable reverts;

    constructor(bool reverts_) {
        reverts = reverts_;
    }

    /// @notice Answers with 200,000 bytes: about 140,000 gas to make, and as much to copy.
    function onSlash(address, uint32, address, uint256) external view override {
        _bomb();
    }

    /// @notice The same answer to an announcement.
    function onAnnouncement(address, uint32, address, bytes32) external view override {
        _bomb();
    }

    function _bomb() private view {
        bool asRevert = reverts;
        assembly ("memory-safe") {
            if asRevert {
                revert(0, 200000)
            }
            return(0, 200000)
        }
    }
}
