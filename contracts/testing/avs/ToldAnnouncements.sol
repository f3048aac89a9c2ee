// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ISlashAnnouncements} from "../../4-avs/interfaces/ISlashAnnouncements.sol";

/// @title A service that has announced what it is told
contract ToldAnnouncements {
    error NoSuchAnnouncement(address operator, uint256 index);

    ISlashAnnouncements.Announcement[] private _open;

    function tell(address[] calldata operators, bytes32[] calldata faults, uint48[] calldata expiresAt) external {
        delete _open;
        for (uint256 i = 0; i < operators.length; ++i) {
            _open.push(ISlashAnnouncements.Announcement(faults[i], operators[i], 0, 0, 0, expiresAt[i]));
        }
    }

    function openAnnouncements() external view returns (uint256) {
        return _open.length;
    }

    function announcementCount(address operator) external view returns (uint256 count) {
        for (uint256 i = 0; i < _open.length; ++i) if (_open[i].operator == operator) ++count;
    }

    function announcementAt(
        address operator,
        uint256 index
    ) external view returns (ISlashAnnouncements.Announcement memory) {
        for (uint256 i = 0; i < _open.length; ++i) {
            if (_open[i].operator != operator) continue;
            if (index == 0) return _open[i];
            --index;
        }
        revert NoSuchAnnouncement(operator, index);
    }
}
