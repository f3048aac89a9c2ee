// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ISlashObserver} from "../../4-avs/interfaces/ISlashObserver.sol";

/// @notice An honest observer for tests: keeps what it was told, and how much gas it was given.
contract RecordingObserver is ISlashObserver {
    event SlashSeen(address avs, uint32 operatorSetId, address operator, uint256 slashId, uint256 gasGiven);

    event AnnouncementSeen(address avs, uint32 operatorSetId, address operator, bytes32 faultId, uint256 gasGiven);

    uint256 public seen;
    uint256 public gasGiven;

    function onSlash(address avs, uint32 operatorSetId, address operator, uint256 slashId) external override {
        gasGiven = gasleft();
        ++seen;
        emit SlashSeen(avs, operatorSetId, operator, slashId, gasGiven);
    }

    function onAnnouncement(address avs, uint32 operatorSetId, address operator, bytes32 faultId) external override {
        gasGiven = gasleft();
        ++seen;
        emit AnnouncementSeen(avs, operatorSetId, operator, faultId, gasGiven);
    }
}
