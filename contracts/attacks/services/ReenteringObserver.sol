// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ISlashObserver} from "../../4-avs/interfaces/ISlashObserver.sol";

/// @title ReenteringObserver
/// @notice Uses the moment after a slash to make a call of its own: another proof, the same proof again, a vault's
/// exit at the old price. It keeps what came of it.
contract ReenteringObserver is ISlashObserver {
    address public aimedAt;
    bytes public message;
    uint256 public calls;
    bool public succeeded;
    bytes public answer;

    /// @notice What to call when the next slash is reported.
    function aim(address target_, bytes calldata message_) external {
        (aimedAt, message) = (target_, message_);
    }

    /// @notice Makes the call, whoever reports.
    function onSlash(address, uint32, address, uint256) external override {
        _call();
    }

    /// @notice Makes the call, whoever announces.
    function onAnnouncement(address, uint32, address, bytes32) external override {
        _call();
    }

    function _call() private {
        ++calls;
        (succeeded, answer) = aimedAt.call(message);
    }
}
