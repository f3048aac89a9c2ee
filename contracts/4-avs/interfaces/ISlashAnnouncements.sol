// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IServiceBound} from "./IServiceBound.sol";

/// @title ISlashAnnouncements
/// @notice Slashes that a service has announced and not yet executed: who, how much at most, until when.
///
/// A vault reads this to stop exits that would run from a loss already visible to all. It must treat the answers as
/// the word of a stranger: a hostile service can announce without fault, again and again, against anybody. So the
/// limits are the reader's: a budget of time per service, at most k entries read per service, and an entry it has
/// seen before (by `faultId`) renews nothing. `avs()` names the service whose slashes are announced here.
///
/// Every answer has a fixed size (a word, or six words), so that a reader can call with bounded gas and copy a bounded
/// number of bytes, whatever the contract behind the address returns.
interface ISlashAnnouncements is IServiceBound {
    /// @param faultId identity of the fault: the same evidence always has the same id
    /// @param operator who is to be slashed
    /// @param operatorSetId the service's set in which the slash would happen
    /// @param maxWad the most that can be slashed, as a fraction (1e18 = all) of what the operator has allocated to
    /// the set at execution
    /// @param announcedAt timestamp of the announcement, in seconds
    /// @param expiresAt timestamp from which it can no longer be executed, in seconds
    struct Announcement {
        bytes32 faultId;
        address operator;
        uint32 operatorSetId;
        uint64 maxWad;
        uint48 announcedAt;
        uint48 expiresAt;
    }

    /// @notice A slash has been announced; it may be executed, vetoed, or lapse at `expiresAt`.
    event SlashAnnounced(
        bytes32 indexed faultId,
        address indexed operator,
        uint32 indexed operatorSetId,
        uint64 maxWad,
        uint48 expiresAt
    );

    /// @notice An announcement is no longer open: executed (then the slash has its own event), vetoed, or lapsed.
    event AnnouncementClosed(bytes32 indexed faultId, address indexed operator, bool executed);

    /// @notice The number of open announcements against all operators together, lapsed ones that nobody has cleared
    /// included: 0 tells a reader in one call that there is nothing to ask.
    function openAnnouncements() external view returns (uint256);

    /// @notice The number of open announcements against an operator, lapsed ones that nobody has cleared included.
    function announcementCount(address operator) external view returns (uint256);

    /// @notice One open announcement against an operator. It is live while `block.timestamp < expiresAt`.
    /// @dev The order is not stable: closing one may move another. Reverts when `index` is not below the count.
    function announcementAt(address operator, uint256 index) external view returns (Announcement memory);
}
