// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {EnumerableSet} from "@openzeppelin/contracts/utils/structs/EnumerableSet.sol";
import {IAllocationManager} from "../../3-restaking/interfaces/IAllocationManager.sol";
import {OperatorSet} from "../../3-restaking/interfaces/Types.sol";
import {IServiceManager} from "../interfaces/IServiceManager.sol";
import {ISlashAnnouncements} from "../interfaces/ISlashAnnouncements.sol";
import {ISlashObserver} from "../interfaces/ISlashObserver.sol";
import {ISlasher} from "../interfaces/ISlasher.sol";
import {SlasherBase} from "./SlasherBase.sol";

/// @title VetoableSlasher
/// @notice Announces a slash, leaves a committee time to veto it, then lets anyone execute it until it expires.
///
///     announced ──veto window──▶ executable ──execution window──▶ lapsed
///         └──▶ vetoed                └──▶ executed
///
/// At any moment anyone can read who is about to be slashed, how much at most and until when: a pending loss is on
/// chain before it happens. A fault is announced once in its life; vetoed or lapsed, it cannot come back.
///
/// Whoever holds exits back for an announcement does so for a slash that can come, or not at all. So a request is refused,
/// and its evidence stays good, unless at the end of the veto window (at 12 s a block)
/// - the core will still let the set slash the operator, who may have left a while ago;
/// - it would take something: shares of the operator, its own or queued and in reach, whose allocation to the set will stand;
/// - the limit will leave room for it before it expires, once all that is announced before it has been executed.
/// An announcement expires when the execution window is over, or when the operator comes out of reach or the last that it has
/// allocated to the set does, if that is sooner. Once it could take nothing any more, anybody clears it.
/// The two windows together are no longer than stake stays slashable after leaving, so an operator that leaves when it is
/// accused is within reach until the announcement expires. What has expired is not open, whether or not anybody has
/// cleared it. At most `MAX_LIVE` announcements stand against one operator; beyond that, evidence has to wait.
///
/// Trusted: the committee (an account of its own, a multisig say), with letting go who is guilty. It cannot slash, and
/// if it is silent everything is executed.
/// @custom:decisions 0211 0236
contract VetoableSlasher is SlasherBase, ISlashAnnouncements {
    using EnumerableSet for EnumerableSet.Bytes32Set;

    enum Status {
        None,
        Announced,
        Executed,
        Vetoed,
        Lapsed
    }

    struct Case {
        Announcement announcement;
        Status status;
        string description;
    }

    /// @notice The most announcements that stand against one operator at a time.
    uint256 public constant MAX_LIVE = 8;
    uint256 private constant SECONDS_PER_BLOCK = 12;

    /// @notice Who may veto.
    address public immutable vetoCommittee;
    /// @notice Time from the announcement in which the committee may veto and nobody may execute.
    uint48 public immutable vetoWindowSeconds;
    /// @notice Time after that in which anyone may execute and nobody may veto.
    uint48 public immutable executionWindowSeconds;

    mapping(bytes32 faultId => Case) private _cases;
    mapping(address operator => EnumerableSet.Bytes32Set) private _open;
    uint128 private _uncleared;
    uint128 private _lastExpiresAt;

    /// @notice The committee let the operator off.
    event SlashVetoed(bytes32 indexed faultId, address indexed operator);

    /// @dev Each window is a minute at least, and both together no longer than stake stays slashable.
    error InvalidWindows(uint256 vetoWindowSeconds, uint256 executionWindowSeconds, uint256 maximumSeconds);
    /// @dev This fault was announced before, whatever became of it.
    error FaultAlreadyAnnounced(bytes32 faultId);
    /// @dev As many announcements as may stand against the operator do.
    error TooManyLive(address operator, uint256 maximum);
    /// @dev The operator has left the set: the core lets nobody slash it there after `reachBlock`, and the veto window ends
    /// in `neededBlock` at the earliest.
    error OutOfReach(address operator, uint32 operatorSetId, uint256 reachBlock, uint256 neededBlock);
    /// @dev Only the committee vetoes.
    error OnlyVetoCommittee(address caller);
    /// @dev No open announcement has this id.
    error NotAnnounced(bytes32 faultId, Status status);
    /// @dev The veto window is still open: nobody executes before its end.
    error VetoWindowOpen(bytes32 faultId, uint256 executableAt);
    /// @dev The veto window is over.
    error VetoWindowClosed(bytes32 faultId, uint256 executableAt);
    /// @dev The limit will not leave room for this slash before it would expire.
    error NoRoomUnderLimit(address operator, uint32 operatorSetId, uint256 wad, uint256 roomWad);
    /// @dev The announcement lapsed: it can only be cleared.
    error AnnouncementExpired(bytes32 faultId, uint256 expiresAt);
    /// @dev The announcement has not lapsed yet.
    error AnnouncementLive(bytes32 faultId, uint256 expiresAt);

    constructor(
        IAllocationManager allocationManager_,
        address avs_,
        address prover_,
        address owner_,
        uint256 observerGas_,
        uint256 limitWad_,
        uint48 limitWindowSeconds_,
        address vetoCommittee_,
        uint48 vetoWindowSeconds_,
        uint48 executionWindowSeconds_
    ) SlasherBase(allocationManager_, avs_, prover_, owner_, observerGas_, limitWad_, limitWindowSeconds_) {
        uint256 maximum = allocationManager_.DEALLOCATION_DELAY() * SECONDS_PER_BLOCK;
        bool tooShort = Math.min(vetoWindowSeconds_, executionWindowSeconds_) < 1 minutes;
        if (tooShort || uint256(vetoWindowSeconds_) + executionWindowSeconds_ > maximum) {
            revert InvalidWindows(vetoWindowSeconds_, executionWindowSeconds_, maximum);
        }
        vetoCommittee = vetoCommittee_;
        vetoWindowSeconds = vetoWindowSeconds_;
        executionWindowSeconds = executionWindowSeconds_;
    }

    /// @notice Announces a slash that will be executable when the veto window is over.
    /// @dev AVS-30, AVS-135, AVS-146, AVS-147, VLT-32. Reverts `OnlyProver`, `FaultAlreadyAnnounced`, `TooManyLive`,
    /// `OutOfReach`, `NothingAtStake`, `NoRoomUnderLimit`, `NotEnoughGasForObserver`. Emits `SlashAnnounced`, and
    /// `ObserverFailed` for each observer that failed.
    function requestSlash(
        address operator,
        uint32 operatorSetId,
        uint256 wad,
        bytes32 faultId,
        string calldata description
    ) external override onlyProver nonReentrant {
        Case storage case_ = _cases[faultId];
        if (case_.status != Status.None) revert FaultAlreadyAnnounced(faultId);
        if (_open[operator].length() == MAX_LIVE) _sweep(operator);
        uint256 expiresAt = _expiryOf(operator, operatorSetId, wad);
        _checkRoom(operator, operatorSetId, wad, expiresAt);
        case_.announcement = Announcement({
            faultId: faultId,
            operator: operator,
            operatorSetId: operatorSetId,
            maxWad: uint64(wad),
            announcedAt: uint48(block.timestamp),
            expiresAt: uint48(expiresAt)
        });
        case_.status = Status.Announced;
        case_.description = description;
        _open[operator].add(faultId);
        (_uncleared, _lastExpiresAt) = (_uncleared + 1, uint128(Math.max(_lastExpiresAt, expiresAt)));
        emit SlashAnnounced(faultId, operator, operatorSetId, uint64(wad), uint48(expiresAt));
        bytes memory message = abi.encodeCall(ISlashObserver.onAnnouncement, (avs, operatorSetId, operator, faultId));
        _tell(message, operatorSetId, 0);
    }

    /// @notice Lets the operator off, while the veto window is open. Only the committee.
    /// @dev AVS-31. Reverts `OnlyVetoCommittee`, `NotAnnounced`, `VetoWindowClosed`. Emits `SlashVetoed` and
    /// `AnnouncementClosed`.
    function veto(bytes32 faultId) external {
        if (msg.sender != vetoCommittee) revert OnlyVetoCommittee(msg.sender);
        Case storage case_ = _announced(faultId);
        uint256 executableAt = case_.announcement.announcedAt + vetoWindowSeconds;
        if (block.timestamp >= executableAt) revert VetoWindowClosed(faultId, executableAt);
        emit SlashVetoed(faultId, case_.announcement.operator);
        _close(case_, Status.Vetoed);
    }

    /// @notice Executes an announced slash, after the veto window and before it expires. Anybody.
    /// @dev AVS-32. Reverts `NotAnnounced`, `VetoWindowOpen`, `AnnouncementExpired`, and as an instant slash does
    /// (then it stays open). Emits `AnnouncementClosed` and what a slash emits.
    function execute(bytes32 faultId) external nonReentrant returns (uint256 slashId) {
        Case storage case_ = _announced(faultId);
        Announcement memory announcement = case_.announcement;
        uint256 executableAt = announcement.announcedAt + vetoWindowSeconds;
        if (block.timestamp < executableAt) revert VetoWindowOpen(faultId, executableAt);
        if (block.timestamp >= announcement.expiresAt) revert AnnouncementExpired(faultId, announcement.expiresAt);
        _close(case_, Status.Executed);
        return
            _slash(announcement.operator, announcement.operatorSetId, announcement.maxWad, faultId, case_.description);
    }

    /// @notice Closes an announcement that nobody executed in time, or that nobody can execute any more: the operator is out
    /// of reach (where blocks come faster than every 12 seconds), or a slash would take nothing of it. Anybody.
    /// @dev Reverts `NotAnnounced`, `AnnouncementLive`. Emits `AnnouncementClosed`.
    function clear(bytes32 faultId) external {
        Case storage case_ = _announced(faultId);
        if (_canCome(case_.announcement)) revert AnnouncementLive(faultId, case_.announcement.expiresAt);
        _close(case_, Status.Lapsed);
    }

    /// @notice What became of a fault.
    function statusOf(bytes32 faultId) external view returns (Status) {
        return _cases[faultId].status;
    }

    /// @inheritdoc ISlasher
    function noticeSeconds() external view override returns (uint256) {
        return vetoWindowSeconds;
    }

    /// @inheritdoc ISlashAnnouncements
    /// @dev AVS-148. 0 once all have expired; while one is live, those that have expired and nobody cleared are counted.
    function openAnnouncements() external view override returns (uint256) {
        return block.timestamp < _lastExpiresAt ? _uncleared : 0;
    }

    /// @inheritdoc ISlashAnnouncements
    /// @dev AVS-148.
    function announcementCount(address operator) external view override returns (uint256) {
        return _live(operator).length;
    }

    /// @inheritdoc ISlashAnnouncements
    function announcementAt(address operator, uint256 index) external view override returns (Announcement memory) {
        return _cases[_live(operator)[index]].announcement;
    }

    /// @dev AVS-147. Whether a slash that was announced would still take something, if its windows are as they are now.
    function _canCome(Announcement memory a) private view returns (bool) {
        if (block.timestamp >= a.expiresAt) return false;
        OperatorSet memory operatorSet = OperatorSet({avs: avs, id: a.operatorSetId});
        return
            allocationManager.isOperatorSlashable(a.operator, operatorSet) &&
            _atStakeThroughBlock(a.operator, a.operatorSetId, a.maxWad) >= block.number;
    }

    /// @dev When an announcement made now expires: with the execution window, or when the operator or the last of its stake
    /// comes out of reach. AVS-146, AVS-147. Reverts `OutOfReach`, `NothingAtStake`.
    function _expiryOf(address operator, uint32 operatorSetId, uint256 wad) private view returns (uint256) {
        uint256 neededBlock = block.number + Math.ceilDiv(vetoWindowSeconds, SECONDS_PER_BLOCK);
        uint256 reachBlock = IServiceManager(avs).slashableThroughBlock(operatorSetId, operator);
        if (reachBlock < neededBlock) revert OutOfReach(operator, operatorSetId, reachBlock, neededBlock);
        uint256 lastBlock = Math.min(reachBlock, _atStakeThroughBlock(operator, operatorSetId, wad));
        if (lastBlock < neededBlock) revert NothingAtStake(operator, operatorSetId);
        uint256 reachEnds = block.timestamp + (lastBlock + 1 - block.number) * SECONDS_PER_BLOCK;
        return Math.min(block.timestamp + vetoWindowSeconds + executionWindowSeconds, reachEnds);
    }

    /// @dev AVS-149. Room until the last second before expiry: what the limit leaves then, and once more for each whole
    /// window that has passed since the first moment of execution. All that stands against the operator comes first.
    /// Reverts `TooManyLive`, `NoRoomUnderLimit`.
    function _checkRoom(address operator, uint32 operatorSetId, uint256 wad, uint256 expiresAt) private view {
        bytes32[] memory live = _live(operator);
        if (live.length == MAX_LIVE) revert TooManyLive(operator, MAX_LIVE);
        uint256 last = expiresAt - 1;
        uint256 windows = (last - block.timestamp - vetoWindowSeconds) / limitWindowSeconds;
        uint256 room = _limitLeftAt(operator, operatorSetId, last) + windows * limitWad;
        for (uint256 i = 0; i < live.length; ++i) {
            Announcement storage other = _cases[live[i]].announcement;
            if (other.operatorSetId == operatorSetId) room -= Math.min(room, other.maxWad);
        }
        if (wad > room) revert NoRoomUnderLimit(operator, operatorSetId, wad, room);
    }

    /// @dev Clears what has expired of an operator's announcements, so that it keeps no evidence waiting.
    function _sweep(address operator) private {
        bytes32[] memory standing = _open[operator].values();
        for (uint256 i = 0; i < standing.length; ++i) {
            Case storage case_ = _cases[standing[i]];
            if (block.timestamp >= case_.announcement.expiresAt) _close(case_, Status.Lapsed);
        }
    }

    /// @dev The announcements against an operator that have not expired.
    function _live(address operator) private view returns (bytes32[] memory live) {
        live = _open[operator].values();
        uint256 count = 0;
        for (uint256 i = 0; i < live.length; ++i) {
            if (block.timestamp < _cases[live[i]].announcement.expiresAt) live[count++] = live[i];
        }
        assembly ("memory-safe") {
            mstore(live, count)
        }
    }

    function _announced(bytes32 faultId) private view returns (Case storage case_) {
        case_ = _cases[faultId];
        if (case_.status != Status.Announced) revert NotAnnounced(faultId, case_.status);
    }

    function _close(Case storage case_, Status status) private {
        (bytes32 faultId, address operator) = (case_.announcement.faultId, case_.announcement.operator);
        case_.status = status;
        _open[operator].remove(faultId);
        --_uncleared;
        emit AnnouncementClosed(faultId, operator, status == Status.Executed);
    }
}
