// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ISlashAnnouncements} from "../../4-avs/interfaces/ISlashAnnouncements.sol";

/// @title CryingWolf
/// @notice A slasher that announces slashes without a fault and never executes one, to keep a vault's exits closed.
///
/// It can announce any number at once, backdate them, renew the same fault for ever, say another fault in every block
/// without a transaction, or answer with a revert, all the gas there is, or more bytes than anybody asked for.
contract CryingWolf is ISlashAnnouncements {
    enum Manner {
        Plain,
        Reverts,
        EatsGas,
        Bombs,
        Anew
    }

    address public immutable override avs;
    Manner public manner;
    mapping(address operator => Announcement[]) private _announcements;
    uint256 private _open;
    /// @notice Says that it has announced this many more than it has.
    uint256 public boast;

    error NoAnswer();

    constructor(address avs_) {
        avs = avs_;
    }

    /// @notice Announces `count` faults against an operator, all live until `expiresAt`. A `seed` used before renews
    /// the same faults.
    function cry(address operator, uint256 count, uint64 maxWad, uint48 expiresAt, uint256 seed) external {
        for (uint256 i = 0; i < count; ++i) {
            bytes32 faultId = keccak256(abi.encode(seed, i));
            _announcements[operator].push(
                Announcement({
                    faultId: faultId,
                    operator: operator,
                    operatorSetId: 1,
                    maxWad: maxWad,
                    announcedAt: uint48(block.timestamp),
                    expiresAt: expiresAt
                })
            );
            emit SlashAnnounced(faultId, operator, 1, maxWad, expiresAt);
        }
        _open += count;
    }

    /// @notice Takes all announcements against an operator back, to make them again.
    function hush(address operator) external {
        _open -= _announcements[operator].length;
        delete _announcements[operator];
    }

    /// @notice How it answers from now on.
    function setManner(Manner manner_) external {
        manner = manner_;
    }

    /// @notice How many announcements that do not exist it counts from now on.
    function setBoast(uint256 boast_) external {
        boast = boast_;
    }

    /// @inheritdoc ISlashAnnouncements
    function openAnnouncements() external view override returns (uint256) {
        _misbehave();
        return _open + boast;
    }

    /// @inheritdoc ISlashAnnouncements
    function announcementCount(address operator) external view override returns (uint256) {
        _misbehave();
        return _announcements[operator].length;
    }

    /// @inheritdoc ISlashAnnouncements
    function announcementAt(address operator, uint256 index) external view override returns (Announcement memory) {
        _misbehave();
        Announcement memory said = _announcements[operator][index];
        if (manner == Manner.Anew) {
            said.faultId = keccak256(abi.encode(said.faultId, block.number));
            said.expiresAt = uint48(block.timestamp + 1);
        }
        return said;
    }

    function _misbehave() private view {
        if (manner == Manner.Reverts) revert NoAnswer();
        if (manner == Manner.Bombs) {
            assembly ("memory-safe") {
                return(0, 200000)
            }
        }
        uint256 rounds = 0;
        while (manner == Manner.EatsGas) ++rounds;
    }
}
